// The console driver: VirtIO 1.2, section 5.3.
#include "support.hpp"

#include "virtio_drivers/console.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

using Console = VirtIOConsole<FakeHal, FakeTransport>;
namespace feature = spec::console::feature;

std::span<const std::byte> bytes(std::string_view text) { return std::as_bytes(std::span(text)); }

// A terminal: what it was sent, and what is typed into it.
struct Terminal {
  explicit Terminal(const Variant &variant = {},
                    std::uint64_t features = feature::size | feature::emergency_write)
      : fake(description(variant, features)) {
    fake.on_request = [this](std::uint16_t queue,
                             const Request &request) -> std::optional<std::uint32_t> {
      if (queue == spec::console::receive_queue)
        return {};
      if (busy)
        return {};
      for (const std::byte byte : request.input())
        shown += static_cast<char>(byte);
      return 0;
    };
    fake.on_config_write = [this](std::size_t offset, std::uint8_t value) {
      if (offset == 8)
        emergency += static_cast<char>(value);
    };
  }
  static FakeDevice::Description description(const Variant &variant, std::uint64_t features) {
    FakeDevice::Description description;
    description.type = DeviceType::Console;
    description.legacy = variant.legacy;
    description.features = variant.features() | features;
    description.queue_size_max = {8, 8};
    description.config =
        bytes_of(std::uint16_t{80}, std::uint16_t{25}, std::uint32_t{1}, std::uint32_t{0});
    return description;
  }
  Result<Console> driver() {
    Result<FakeTransport> transport = transport_of(fake);
    REQUIRE(transport.has_value());
    return Console::create(std::move(*transport), quick);
  }
  void type(std::string_view text) { CHECK(fake.deliver(0, bytes(text))); }

  std::string shown;
  std::string emergency;
  bool busy = false;
  CheckedDevice fake;
};

std::string received(Console &console, std::size_t at_most) {
  std::vector<std::byte> buffer(at_most);
  const Result<std::size_t> length = console.receive(buffer);
  REQUIRE(length.has_value());
  return std::string(reinterpret_cast<const char *>(buffer.data()), *length);
}

} // namespace

TEST_CASE_METHOD(OnMachine, "text of any length is sent whole and in order") {
  Terminal terminal(EACH_VARIANT());
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  REQUIRE(console->send(bytes("hello ")).has_value());
  std::string text;
  for (int i = 0; i < 5000; ++i)
    text += static_cast<char>('a' + i % 26);
  REQUIRE(console->send(bytes(text)).has_value());
  REQUIRE(console->send({}).has_value());
  CHECK(terminal.shown == "hello " + text);
}

TEST_CASE_METHOD(OnMachine, "what is typed arrives, however it is read") {
  Terminal terminal(EACH_VARIANT());
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  std::array<std::byte, 4> buffer{};
  CHECK(failure(console->receive(buffer)) == Error::NotReady);
  CHECK_FALSE(console->set_interrupts(true));
  terminal.type("help");
  terminal.type("me");
  CHECK(console->acknowledge_interrupt().queue);
  CHECK(received(*console, 3) == "hel");
  CHECK(received(*console, 10) == "p");
  CHECK(received(*console, 1) == "m");
  CHECK(console->set_interrupts(true)); // one is left, for which no interrupt comes
  CHECK(received(*console, 10) == "e");
  CHECK_FALSE(console->set_interrupts(true));
  CHECK(failure(console->receive(buffer)) == Error::NotReady);
  CHECK(failure(console->receive({})) == Error::InvalidArgument);
  // The buffers go back: more messages than there are buffers.
  for (int i = 0; i < 50; ++i) {
    terminal.type(std::to_string(i));
    CHECK(received(*console, 10) == std::to_string(i));
  }
}

TEST_CASE_METHOD(OnMachine, "a slow terminal makes a caller who does not wait try again") {
  Terminal terminal(EACH_VARIANT());
  terminal.busy = true;
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  const std::string text(1000, 'x');
  CHECK(*console->submit(bytes("")) == 0);
  for (int i = 0; i < 8; ++i)
    CHECK(*console->submit(bytes(text)) == 512);
  CHECK(failure(console->submit(bytes(text))) == Error::QueueFull);
  terminal.fake.finish(1, 3, 0);
  CHECK(*console->submit(bytes("y")) == 1);
  CHECK(failure(console->submit(bytes("y"))) == Error::QueueFull);
}

TEST_CASE_METHOD(OnMachine, "the size is what the device says, if it says it") {
  const bool told = GENERATE(false, true);
  Terminal terminal({}, told ? feature::size : 0);
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  if (!told) {
    CHECK(failure(console->size()) == Error::Unsupported);
    CHECK(failure(console->emergency_write(std::byte{'!'})) == Error::Unsupported);
    return;
  }
  CHECK(console->size()->columns == 80);
  CHECK(console->size()->rows == 25);
  terminal.fake.change_config(0, bytes_of(std::uint16_t{132}, std::uint16_t{50}));
  CHECK(console->acknowledge_interrupt().configuration);
  CHECK(console->size()->columns == 132);
  terminal.fake.misbehaviour.change_config_always = true;
  CHECK(failure(console->size()) == Error::BadConfig);
}

TEST_CASE_METHOD(OnMachine, "a character gets out when nothing else works") {
  Terminal terminal;
  terminal.busy = true;
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  CHECK(console->emergency_write(std::byte{'!'}).has_value());
  CHECK(terminal.emergency == "!");
}

TEST_CASE_METHOD(OnMachine,
                 "a terminal that breaks the protocol is given up, and may be recovered") {
  Terminal terminal;
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  std::array<std::byte, 4> buffer{};
  Error expected = Error::BadLength;
  SECTION("when receiving") {
    terminal.fake.misbehaviour.used_length = 513;
    terminal.type("abc");
    CHECK(failure(console->receive(buffer)) == expected);
  }
  SECTION("when sending") {
    expected = Error::BadDescriptorId;
    terminal.fake.misbehaviour.used_id = 5;
    CHECK(failure(console->send(bytes("abc"))) == expected);
  }
  SECTION("when silent") {
    expected = Error::Timeout;
    terminal.fake.misbehaviour.ignore_requests = true;
    CHECK(failure(console->send(bytes("abc"))) == expected);
  }
  CHECK(failure(console->receive(buffer)) == expected);
  CHECK(failure(console->submit(bytes("abc"))) == expected);
  CHECK(failure(console->send(bytes("abc"))) == expected);
  CHECK(failure(console->check()) == expected);
  terminal.fake.misbehaviour = {};
  terminal.shown.clear();
  REQUIRE(console->recover().has_value());
  CHECK(console->send(bytes("again")).has_value());
  CHECK(terminal.shown == "again");
  terminal.type("x");
  CHECK(received(*console, 2) == "x");
}

TEST_CASE_METHOD(OnMachine, "an empty message is none") {
  Terminal terminal;
  Result<Console> console = terminal.driver();
  REQUIRE(console.has_value());
  std::array<std::byte, 4> buffer{};
  terminal.type("");
  CHECK(failure(console->receive(buffer)) == Error::NotReady);
  terminal.type("x");
  CHECK(received(*console, 2) == "x");
}
