// The input driver: VirtIO 1.2, section 5.8.
#include "support.hpp"

#include "virtio_drivers/input.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Input = VirtIOInput<FakeHal, FakeTransport>;
namespace type = spec::input::event_type;

// A tablet with a few keys.
struct Tablet {
  explicit Tablet(const Variant &variant = {}) : fake(description(variant)) {
    answers[{1, 0}] = text("Fake Tablet");
    answers[{3, 0}] =
        bytes_of(std::uint16_t{6}, std::uint16_t{0x627}, std::uint16_t{1}, std::uint16_t{2});
    answers[{0x11, 1}] = std::vector<std::byte>(5, std::byte{0x81}); // keys 0, 7, 8, 15...
    answers[{0x12, 0}] = bytes_of(std::uint32_t{0}, std::uint32_t{32767}, std::uint32_t{1},
                                  std::uint32_t{2}, std::uint32_t{3});
    fake.on_request = [this](std::uint16_t queue,
                             const Request &request) -> std::optional<std::uint32_t> {
      if (queue == spec::input::event_queue)
        return {};
      const auto bytes = request.input();
      told.insert(told.end(), bytes.begin(), bytes.end());
      return 0;
    };
    // 5.8.4: the answer follows the selection.
    fake.on_config_write = [this](std::size_t offset, std::uint8_t) {
      if (offset > 1)
        return;
      const auto found = answers.find(
          {std::to_integer<int>(fake.config[0]), std::to_integer<int>(fake.config[1])});
      std::fill(fake.config.begin() + 2, fake.config.end(), std::byte{0});
      if (found == answers.end())
        return;
      fake.config[2] = static_cast<std::byte>(
          claimed_size.value_or(static_cast<std::uint8_t>(found->second.size())));
      std::copy(found->second.begin(), found->second.end(), fake.config.begin() + 8);
    };
  }
  static std::vector<std::byte> text(std::string_view string) {
    const auto bytes = std::as_bytes(std::span(string));
    return {bytes.begin(), bytes.end()};
  }
  static FakeDevice::Description description(const Variant &variant) {
    FakeDevice::Description description;
    description.type = DeviceType::Input;
    description.legacy = variant.legacy;
    description.features = variant.features();
    description.queue_size_max = {64, 64};
    description.config = std::vector<std::byte>(136);
    return description;
  }
  Result<Input> driver() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Input::create(std::move(*transport), quick);
  }
  bool send(std::uint16_t event_type, std::uint16_t code, std::uint32_t value) {
    return fake.deliver(0, bytes_of(event_type, code, value));
  }
  std::map<std::pair<int, int>, std::vector<std::byte>> answers;
  std::optional<std::uint8_t> claimed_size;
  std::vector<std::byte> told;
  CheckedDevice fake;
};

} // namespace

TEST_CASE_METHOD(OnMachine, "events come in their order, more than there are buffers") {
  Tablet tablet(EACH_VARIANT());
  Result<Input> input = tablet.driver();
  REQUIRE(input.has_value());
  CHECK(failure(input->poll_event()) == Error::NotReady);
  CHECK_FALSE(input->set_interrupts(true));
  for (std::uint16_t i = 0; i < 100; ++i) {
    REQUIRE(tablet.send(type::key, i, 1));
    REQUIRE(tablet.send(type::synchronize, 0, 0));
    CHECK(input->acknowledge_interrupt().queue);
    const Result<InputEvent> key = input->poll_event();
    REQUIRE(key.has_value());
    CHECK(key->type == type::key);
    CHECK(key->code == i);
    CHECK(key->value == 1);
    const Result<InputEvent> end = input->poll_event();
    REQUIRE(end.has_value());
    CHECK(end->type == type::synchronize);
    CHECK(failure(input->poll_event()) == Error::NotReady);
  }
}

TEST_CASE_METHOD(OnMachine, "the device is told of its LEDs") {
  Tablet tablet(EACH_VARIANT());
  Result<Input> input = tablet.driver();
  REQUIRE(input.has_value());
  for (unsigned i = 0; i < 20; ++i)
    REQUIRE(input->send_event({type::led, 1, i & 1}).has_value());
  REQUIRE(tablet.told.size() == 160);
  const auto expected = bytes_of(std::uint16_t{17}, std::uint16_t{1}, std::uint32_t{1});
  CHECK(std::equal(expected.begin(), expected.end(), tablet.told.begin() + 152));
}

TEST_CASE_METHOD(OnMachine, "the device says what it is") {
  Tablet tablet(EACH_VARIANT());
  Result<Input> input = tablet.driver();
  REQUIRE(input.has_value());
  std::array<char, 64> name{};
  CHECK(*input->name(name) == 11);
  CHECK(std::string_view(name.data()) == "Fake Tablet");
  std::array<char, 4> little{};
  CHECK(*input->name(little) == 4);
  CHECK(std::string_view(little.data(), 4) == "Fake");
  CHECK(input->ids()->vendor == 0x627);
  CHECK(input->ids()->version == 2);
  CHECK(input->axis(0)->maximum == 32767);
  CHECK(input->axis(0)->resolution == 3);
  CHECK(failure(input->axis(1)) == Error::Unsupported);
  CHECK(*input->supports(type::key, 7));
  CHECK(*input->supports(type::key, 32));
  CHECK_FALSE(*input->supports(type::key, 1));
  CHECK_FALSE(*input->supports(type::key, 40)); // beyond the answer
  CHECK_FALSE(*input->supports(type::key, 0xffff));
  CHECK_FALSE(*input->supports(type::relative, 0));
}

TEST_CASE_METHOD(OnMachine, "what it can't be is not believed") {
  Tablet tablet;
  Result<Input> input = tablet.driver();
  REQUIRE(input.has_value());
  std::array<char, 200> name{};
  SECTION("more than the configuration holds") {
    tablet.claimed_size = 129;
    CHECK(failure(input->name(name)) == Error::BadConfig);
  }
  SECTION("half an axis") {
    tablet.claimed_size = 19;
    CHECK(failure(input->axis(0)) == Error::BadConfig);
  }
  SECTION("an axis that ends before it begins") {
    tablet.answers[{0x12, 0}] = bytes_of(std::uint32_t{5}, std::uint32_t{4}, std::uint32_t{0},
                                         std::uint32_t{0}, std::uint32_t{0});
    CHECK(failure(input->axis(0)) == Error::BadConfig);
  }
  SECTION("but an axis may begin below zero") {
    tablet.answers[{0x12, 0}] = bytes_of(std::int32_t{-5}, std::uint32_t{4}, std::uint32_t{0},
                                         std::uint32_t{0}, std::uint32_t{0});
    CHECK(input->axis(0).has_value());
  }
  SECTION("a text that never stays the same") {
    tablet.fake.misbehaviour.change_config_always = true;
    CHECK(failure(input->name(name)) == Error::BadConfig);
  }
}

TEST_CASE_METHOD(OnMachine, "an input device that breaks the protocol is given up, and recovers") {
  Tablet tablet;
  Result<Input> input = tablet.driver();
  REQUIRE(input.has_value());
  Error expected = Error::BadLength;
  SECTION("half an event") { tablet.fake.misbehaviour.used_length = 7; }
  SECTION("more than an event") { tablet.fake.misbehaviour.used_length = 9; }
  SECTION("an event from nowhere") {
    tablet.fake.misbehaviour.used_id = 77;
    expected = Error::BadDescriptorId;
  }
  REQUIRE(tablet.send(type::key, 1, 1));
  CHECK(failure(input->poll_event()) == expected);
  CHECK(failure(input->poll_event()) == expected);
  CHECK(failure(input->send_event({})) == expected);
  CHECK(failure(input->check()) == expected);
  REQUIRE(input->recover().has_value());
  REQUIRE(tablet.send(type::key, 2, 1));
  CHECK(input->poll_event()->code == 2);
}
