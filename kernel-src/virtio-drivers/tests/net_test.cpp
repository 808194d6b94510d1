// The network driver: VirtIO 1.2, section 5.1.
#include "support.hpp"

#include "virtio_drivers/net.hpp"

#include <algorithm>
#include <array>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Net = VirtIONet<FakeHal, FakeTransport>;
namespace feature = spec::net::feature;
constexpr MacAddress address = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

std::vector<std::byte> frame(std::size_t length, unsigned seed) {
  std::vector<std::byte> bytes(length);
  for (std::size_t i = 0; i < length; ++i)
    bytes[i] = static_cast<std::byte>(seed + i * 3);
  return bytes;
}

// A wire: the frames that were sent, and those that come in.
struct Wire {
  explicit Wire(const Variant &variant = {},
                std::uint64_t features = feature::mac | feature::status | feature::mtu,
                const MacAddress &mac = address, std::uint16_t mtu = 1400)
      : fake(description(variant, features, mac, mtu)), header_size(variant.legacy ? 10u : 12u) {
    fake.on_request = [this](std::uint16_t queue,
                             const Request &request) -> std::optional<std::uint32_t> {
      if (queue == spec::net::receive_queue || busy)
        return {};
      std::vector<std::byte> message = request.input();
      if (message.size() < header_size)
        fake.violations.push_back("a packet without a header");
      // 5.1.6.2: without offloads all fields are 0.
      for (std::size_t i = 0; i < header_size; ++i)
        if (message[i] != std::byte{0})
          fake.violations.push_back("a header that asks for an offload");
      message.erase(message.begin(), message.begin() + static_cast<std::ptrdiff_t>(header_size));
      sent.push_back(std::move(message));
      return 0;
    };
  }
  static FakeDevice::Description description(const Variant &variant, std::uint64_t features,
                                             const MacAddress &mac, std::uint16_t mtu) {
    FakeDevice::Description description;
    description.type = DeviceType::Network;
    description.legacy = variant.legacy;
    description.features = variant.features() | features;
    description.queue_size_max = {16, 16};
    description.config = bytes_of(mac, std::uint16_t{1}, std::uint16_t{1}, mtu);
    return description;
  }
  Result<Net> driver() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Net::create(std::move(*transport), quick);
  }
  bool arrive(std::span<const std::byte> bytes) {
    std::vector<std::byte> message(header_size);
    if (header_size == 12)
      message[10] = std::byte{1}; // num_buffers
    message.insert(message.end(), bytes.begin(), bytes.end());
    return fake.deliver(0, message);
  }
  std::vector<std::vector<std::byte>> sent;
  bool busy = false;
  CheckedDevice fake;
  std::size_t header_size;
};

} // namespace

TEST_CASE_METHOD(OnMachine, "frames go out as they are") {
  Wire wire(EACH_VARIANT());
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  std::vector<std::vector<std::byte>> frames;
  for (unsigned i = 0; i < 40; ++i) {
    frames.push_back(frame(14 + i * 38, i));
    REQUIRE(net->send(frames.back()).has_value());
  }
  CHECK(net->drain().has_value());
  CHECK(wire.sent == frames);
  CHECK(failure(net->send({})) == Error::InvalidArgument);
  CHECK(net->send(frame(Net::max_frame, 1)).has_value());
  CHECK(failure(net->send(frame(Net::max_frame + 1, 1))) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "frames come in, each once, and the buffers go back") {
  Wire wire(EACH_VARIANT());
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  std::vector<std::byte> buffer(Net::max_frame);
  CHECK(failure(net->receive(buffer)) == Error::NotReady);
  CHECK(wire.fake.kept(0).size() == 16); // all buffers lie ready
  for (unsigned i = 0; i < 40; ++i) {
    const auto one = frame(60 + i, i);
    const auto two = frame(1518 - i, i + 1);
    REQUIRE(wire.arrive(one));
    REQUIRE(wire.arrive(two));
    REQUIRE(*net->receive(buffer) == one.size());
    CHECK(std::equal(one.begin(), one.end(), buffer.begin()));
    std::size_t seen = 0;
    REQUIRE(net->receive_with([&](std::span<const std::byte> bytes) {
                 seen = bytes.size();
                 CHECK(std::equal(two.begin(), two.end(), bytes.begin(), bytes.end()));
               })
                .has_value());
    CHECK(seen == two.size());
    CHECK(failure(net->receive(buffer)) == Error::NotReady);
  }
}

TEST_CASE_METHOD(OnMachine, "a burst of frames waits in the buffers") {
  Wire wire(EACH_VARIANT());
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  std::vector<std::byte> buffer(Net::max_frame);
  for (unsigned i = 0; i < 16; ++i)
    REQUIRE(wire.arrive(frame(60, i)));
  CHECK_FALSE(wire.arrive(frame(60, 16))); // the device has no buffer left
  for (unsigned i = 0; i < 16; ++i) {
    REQUIRE(net->receive(buffer).has_value());
    CHECK(buffer[0] == static_cast<std::byte>(i));
  }
  CHECK(wire.arrive(frame(60, 17)));
}

TEST_CASE_METHOD(OnMachine, "a frame that does not fit is cut") {
  Wire wire;
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  std::array<std::byte, 20> buffer{};
  REQUIRE(wire.arrive(frame(60, 1)));
  CHECK(*net->receive(buffer) == 20);
  CHECK(buffer[19] == frame(60, 1)[19]);
}

TEST_CASE_METHOD(OnMachine, "a full wire makes the sender try again") {
  Wire wire(EACH_VARIANT());
  wire.busy = true;
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  for (unsigned i = 0; i < 16; ++i)
    REQUIRE(net->send(frame(60, i)).has_value());
  CHECK(failure(net->send(frame(60, 99))) == Error::QueueFull);
  wire.fake.finish(1, 5, 0);
  CHECK(net->send(frame(60, 99)).has_value());
  CHECK(failure(net->send(frame(60, 99))) == Error::QueueFull);
}

TEST_CASE_METHOD(OnMachine, "interrupts tell of frames, but not of what was sent") {
  Wire wire(EACH_VARIANT());
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  CHECK_FALSE(net->set_interrupts(true));
  REQUIRE(net->send(frame(60, 1)).has_value());
  CHECK(wire.fake.interrupts == 0);
  REQUIRE(wire.arrive(frame(60, 2)));
  CHECK(wire.fake.interrupts == 1);
  CHECK(net->acknowledge_interrupt().queue);
}

TEST_CASE_METHOD(OnMachine, "address, MTU and link are what the device says") {
  Wire wire(EACH_VARIANT());
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  CHECK(net->mac() == address);
  CHECK(net->mtu() == 1400);
  CHECK(*net->link_up());
  wire.fake.change_config(6, bytes_of(std::uint16_t{0}));
  CHECK(net->acknowledge_interrupt().configuration);
  CHECK_FALSE(*net->link_up());
}

TEST_CASE_METHOD(OnMachine, "a device that does not tell has the usual MTU and a link") {
  Wire wire({}, feature::mac);
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  CHECK(net->mtu() == 1500);
  CHECK(*net->link_up());
}

TEST_CASE_METHOD(OnMachine, "an MTU beyond the usual is not made use of") {
  Wire wire({}, feature::mac | feature::mtu, address, 9000);
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  CHECK(net->mtu() == 1500);
}

TEST_CASE_METHOD(OnMachine, "an impossible configuration is refused") {
  SECTION("no address at all") {
    Wire wire({}, 0);
    CHECK(failure(wire.driver()) == Error::FeaturesRejected);
  }
  SECTION("the address of a group") {
    Wire wire({}, feature::mac, {0x53, 0x54, 0, 0, 0, 1});
    CHECK(failure(wire.driver()) == Error::BadConfig);
  }
  SECTION("an address of zeros") {
    Wire wire({}, feature::mac, {});
    CHECK(failure(wire.driver()) == Error::BadConfig);
  }
  SECTION("an MTU below 68") {
    Wire wire({}, feature::mac | feature::mtu, address, 67);
    CHECK(failure(wire.driver()) == Error::BadConfig);
  }
  SECTION("one queue only") {
    Wire wire;
    auto description = wire.fake.description();
    description.queue_size_max = {16, 0};
    CheckedDevice fake(description);
    Result<FakeTransport> transport = transport_of(fake);
    CHECK(failure(Net::create(std::move(*transport), quick)) == Error::QueueUnavailable);
  }
}

TEST_CASE_METHOD(OnMachine, "a device that breaks the protocol is given up, and may be recovered") {
  Wire wire;
  Result<Net> net = wire.driver();
  REQUIRE(net.has_value());
  std::vector<std::byte> buffer(Net::max_frame);
  Error expected = Error::BadLength;
  SECTION("a message without a frame") {
    wire.fake.misbehaviour.used_length = GENERATE(0u, 11u, 12u);
    REQUIRE(wire.arrive(frame(60, 1)));
    CHECK(failure(net->receive(buffer)) == expected);
  }
  SECTION("a message longer than its buffer") {
    wire.fake.misbehaviour.used_length = 2049;
    REQUIRE(wire.arrive(frame(60, 1)));
    CHECK(failure(net->receive(buffer)) == expected);
  }
  SECTION("a completion of nothing") {
    expected = Error::BadUsedIndex;
    wire.fake.misbehaviour.advance_used_index_by = std::uint16_t{16};
    REQUIRE(wire.arrive(frame(60, 1)));
    CHECK(failure(net->receive(buffer)) == expected);
  }
  SECTION("a wire that never takes a frame") {
    expected = Error::Timeout;
    wire.busy = true;
    REQUIRE(net->send(frame(60, 1)).has_value());
    CHECK(failure(net->drain()) == expected);
  }
  CHECK(failure(net->receive(buffer)) == expected);
  CHECK(failure(net->send(frame(60, 1))) == expected);
  CHECK(failure(net->check()) == expected);
  wire.fake.misbehaviour = {};
  wire.busy = false;
  REQUIRE(net->recover().has_value());
  REQUIRE(wire.arrive(frame(60, 1)));
  CHECK(net->receive(buffer).has_value());
  CHECK(net->send(frame(60, 1)).has_value());
}
