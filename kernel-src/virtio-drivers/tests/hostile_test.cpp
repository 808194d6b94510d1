// Every driver against a device that does whatever it likes: random answers, random rings, random
// configuration, resets at any time.
//
// What must hold: each call returns (with a value or an error), no memory is touched that should
// not be (the sanitizers see to that), every buffer comes back, and nothing is given back twice.
#include "support.hpp"

#include "virtio_drivers/blk.hpp"
#include "virtio_drivers/console.hpp"
#include "virtio_drivers/gpu.hpp"
#include "virtio_drivers/input.hpp"
#include "virtio_drivers/net.hpp"
#include "virtio_drivers/rng.hpp"

#include <algorithm>
#include <random>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

constexpr unsigned seeds = 120;
constexpr unsigned calls_per_seed = 60;
constexpr DriverOptions impatient{true, true, 1500};

class Dice {
public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  bool one_in(unsigned n) { return below(n) == 0; }
  std::uint32_t below(std::uint32_t n) {
    return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(engine_);
  }
  // Small numbers, large numbers, and those at the edges.
  std::uint32_t number() {
    switch (below(4)) {
    case 0:
      return below(16);
    case 1:
      return below(4096);
    case 2:
      return ~below(16);
    default:
      return static_cast<std::uint32_t>(engine_());
    }
  }
  std::byte byte() { return static_cast<std::byte>(engine_()); }

private:
  std::mt19937 engine_;
};

// A device that is well only by chance.
class HostileDevice {
public:
  HostileDevice(FakeDevice::Description description, Dice &dice)
      : fake(std::move(description)), dice_(dice) {
    fake.on_request = [this](std::uint16_t, const Request &request) { return answer(request); };
    fake.on_config_read = [this] {
      if (dice_.one_in(64))
        change_config();
    };
  }

  // Something happens between two calls of the driver.
  void stir() {
    Misbehaviour &m = fake.misbehaviour;
    m.used_id = maybe<std::uint32_t>();
    m.used_length = maybe<std::uint32_t>();
    m.advance_used_index_by = maybe<std::uint16_t>();
    m.repeat_completion = dice_.one_in(20);
    m.ignore_requests = dice_.one_in(20);
    m.need_reset = dice_.one_in(40);
    m.lose_state = dice_.one_in(40);
    m.refuse_features = dice_.one_in(20);
    m.refuse_queue = dice_.one_in(20);
    m.queue_already_ready = dice_.one_in(40);
    m.change_config_always = dice_.one_in(20);
    fake.hold = dice_.one_in(8);
    if (dice_.one_in(10))
      change_config();
    if (dice_.one_in(10))
      scribble();
    if ((fake.status() & spec::status::driver_ok) == 0)
      return;
    for (std::uint16_t queue = 0; queue < fake.description().queue_size_max.size(); ++queue) {
      if (fake.queue_size(queue) == 0)
        continue;
      if (dice_.one_in(3))
        fake.process(queue);
      while (!fake.kept(queue).empty() && dice_.one_in(2)) {
        const std::size_t which = dice_.below(static_cast<std::uint32_t>(fake.kept(queue).size()));
        fill(fake.kept(queue)[which]);
        fake.finish(queue, which, plausible_length(fake.kept(queue)[which]));
      }
    }
  }

  FakeDevice fake;

private:
  template <typename V> std::optional<V> maybe() {
    if (!dice_.one_in(15))
      return {};
    return static_cast<V>(dice_.number());
  }
  std::optional<std::uint32_t> answer(const Request &request) {
    if (dice_.one_in(4))
      return {};
    fill(request);
    return plausible_length(request);
  }
  void fill(const Request &request) {
    for (const auto &segment : request.writable)
      for (std::byte &byte : segment)
        byte = dice_.one_in(2) ? std::byte{0} : dice_.byte();
  }
  std::uint32_t plausible_length(const Request &request) {
    return dice_.one_in(10) ? dice_.number() : static_cast<std::uint32_t>(request.room());
  }
  void change_config() {
    if (!fake.config.empty())
      fake.config[dice_.below(static_cast<std::uint32_t>(fake.config.size()))] = dice_.byte();
  }
  void scribble() {
    FakeMachine::instance().scribble(dice_.below(8192), [this] { return dice_.byte(); });
  }

  Dice &dice_;
};

// One driver's life with one device: `call(driver, dice)` makes a random call.
template <typename Driver, typename Call>
void torment(const FakeDevice::Description &description, Call call) {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    INFO("seed " << seed);
    FakeMachine &machine = FakeMachine::instance();
    machine.restart();
    Dice dice(seed);
    FakeDevice::Description variant = description;
    variant.legacy = dice.one_in(2);
    variant.features |= dice.one_in(2) ? spec::feature::indirect_descriptors : 0;
    variant.features |= dice.one_in(2) ? spec::feature::event_index : 0;
    HostileDevice device(variant, dice);
    {
      Result<FakeTransport> transport = transport_of(device.fake);
      REQUIRE(transport.has_value());
      Result<Driver> driver = Driver::create(std::move(*transport), impatient);
      for (unsigned i = 0; driver && i < calls_per_seed; ++i) {
        device.stir();
        call(*driver, dice);
        if (dice.one_in(30))
          driver->set_interrupts(dice.one_in(2));
        if (dice.one_in(30))
          driver->acknowledge_interrupt();
        if (!driver->check() && !driver->recover() && dice.one_in(4))
          break;
      }
    }
    CHECK(machine.shared() == 0);
    CHECK(machine.allocated() == 0);
    CHECK_FALSE(std::any_of(
        machine.violations.begin(), machine.violations.end(),
        [](const std::string &violation) { return !violation.starts_with("device access"); }));
  }
}

FakeDevice::Description description(DeviceType type, std::uint64_t features,
                                    std::vector<std::uint32_t> queues,
                                    std::vector<std::byte> config) {
  FakeDevice::Description result;
  result.type = type;
  result.features = features;
  result.queue_size_max = std::move(queues);
  result.config = std::move(config);
  return result;
}

} // namespace

TEST_CASE("the block driver survives any device") {
  namespace feature = spec::blk::feature;
  std::vector<std::vector<std::byte>> buffers(8, std::vector<std::byte>(2048));
  std::vector<RequestToken> tokens;
  torment<VirtIOBlk<FakeHal, FakeTransport>>(
      description(DeviceType::Block, feature::flush | feature::block_size | feature::size_max, {16},
                  bytes_of(std::uint64_t{64}, std::uint32_t{4096}, std::uint32_t{0},
                           std::uint32_t{0}, std::uint32_t{512})),
      [&](auto &driver, Dice &dice) {
        std::vector<std::byte> &buffer = buffers[dice.below(8)];
        switch (dice.below(6)) {
        case 0:
          (void)driver.read(dice.below(70), buffer);
          break;
        case 1:
          (void)driver.write(dice.below(70), buffer);
          break;
        case 2:
          (void)driver.flush();
          break;
        case 3: {
          const Result<RequestToken> token = driver.submit_read(dice.below(62), buffer);
          if (token)
            tokens.push_back(*token);
          break;
        }
        case 4:
          if (!tokens.empty())
            (void)driver.complete(tokens[dice.below(static_cast<std::uint32_t>(tokens.size()))]);
          break;
        default: {
          std::array<std::byte, 20> id{};
          (void)driver.serial(id);
        }
        }
      });
}

TEST_CASE("the GPU driver survives any device") {
  torment<VirtIOGpu<FakeHal, FakeTransport>>(
      description(DeviceType::Gpu, 0, {16, 16},
                  bytes_of(std::uint32_t{0}, std::uint32_t{0}, std::uint32_t{1}, std::uint32_t{0})),
      [](auto &driver, Dice &dice) {
        switch (dice.below(5)) {
        case 0:
          (void)driver.display_info();
          break;
        case 1:
          (void)driver.set_up_framebuffer(1 + dice.below(64), 1 + dice.below(64));
          break;
        case 2:
          (void)driver.present({dice.below(64), dice.below(64), dice.below(64), dice.below(64)});
          break;
        case 3:
          (void)driver.submit_flush(dice.below(3), {0, 0, 1, 1});
          break;
        default:
          (void)driver.display_changed();
        }
      });
}

TEST_CASE("the network driver survives any device") {
  namespace feature = spec::net::feature;
  std::vector<std::byte> buffer(2000);
  torment<VirtIONet<FakeHal, FakeTransport>>(
      description(DeviceType::Network, feature::mac | feature::status, {16, 16},
                  bytes_of(MacAddress{2, 0, 0, 0, 0, 1}, std::uint16_t{1}, std::uint32_t{0})),
      [&](auto &driver, Dice &dice) {
        switch (dice.below(3)) {
        case 0:
          (void)driver.receive(buffer);
          break;
        case 1:
          (void)driver.send(std::span(buffer).first(dice.below(1600)));
          break;
        default:
          (void)driver.link_up();
          (void)driver.drain();
        }
      });
}

TEST_CASE("the input driver survives any device") {
  torment<VirtIOInput<FakeHal, FakeTransport>>(
      description(DeviceType::Input, 0, {32, 32}, std::vector<std::byte>(136, std::byte{20})),
      [](auto &driver, Dice &dice) {
        std::array<char, 40> name{};
        switch (dice.below(5)) {
        case 0:
          (void)driver.name(name);
          break;
        case 1:
          (void)driver.axis(0);
          (void)driver.ids();
          break;
        case 2:
          (void)driver.supports(1, static_cast<std::uint16_t>(dice.number()));
          break;
        case 3:
          (void)driver.send_event({17, 0, 1});
          break;
        default:
          (void)driver.poll_event();
        }
      });
}

TEST_CASE("the entropy driver survives any device") {
  std::vector<std::byte> buffer(300);
  std::vector<RequestToken> tokens;
  torment<VirtIORng<FakeHal, FakeTransport>>(
      description(DeviceType::EntropySource, 0, {8}, {}), [&](auto &driver, Dice &dice) {
        switch (dice.below(3)) {
        case 0:
          (void)driver.fill(buffer);
          break;
        case 1: {
          const Result<RequestToken> token = driver.submit(buffer);
          if (token)
            tokens.push_back(*token);
          break;
        }
        default:
          if (!tokens.empty())
            (void)driver.complete(tokens[dice.below(static_cast<std::uint32_t>(tokens.size()))]);
        }
      });
}

TEST_CASE("the console driver survives any device") {
  namespace feature = spec::console::feature;
  std::vector<std::byte> buffer(1500);
  torment<VirtIOConsole<FakeHal, FakeTransport>>(
      description(
          DeviceType::Console, feature::size | feature::emergency_write, {8, 8},
          bytes_of(std::uint16_t{80}, std::uint16_t{25}, std::uint32_t{1}, std::uint32_t{0})),
      [&](auto &driver, Dice &dice) {
        switch (dice.below(4)) {
        case 0:
          (void)driver.receive(std::span(buffer).first(dice.below(600)));
          break;
        case 1:
          (void)driver.send(std::span(buffer).first(dice.below(1500)));
          break;
        case 2:
          (void)driver.submit(std::span(buffer).first(dice.below(1500)));
          break;
        default:
          (void)driver.size();
          (void)driver.emergency_write(std::byte{'!'});
        }
      });
}
