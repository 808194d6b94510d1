// What holds for every driver when it starts and when it ends.
#include "support.hpp"

#include "virtio_drivers/blk.hpp"
#include "virtio_drivers/console.hpp"
#include "virtio_drivers/gpu.hpp"
#include "virtio_drivers/input.hpp"
#include "virtio_drivers/net.hpp"
#include "virtio_drivers/rng.hpp"

#include <catch2/catch_template_test_macros.hpp>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

// A driver, and a device that it is content with.
struct BlkCase {
  using Driver = VirtIOBlk<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::Block;
  static constexpr std::uint64_t features = 0;
  static std::vector<std::byte> config() { return bytes_of(std::uint64_t{64}); }
};
struct GpuCase {
  using Driver = VirtIOGpu<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::Gpu;
  static constexpr std::uint64_t features = 0;
  static std::vector<std::byte> config() {
    return bytes_of(std::uint64_t{0}, std::uint32_t{1}, std::uint32_t{0});
  }
};
struct NetCase {
  using Driver = VirtIONet<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::Network;
  static constexpr std::uint64_t features = spec::net::feature::mac;
  static std::vector<std::byte> config() { return bytes_of(MacAddress{2, 0, 0, 0, 0, 1}); }
};
struct InputCase {
  using Driver = VirtIOInput<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::Input;
  static constexpr std::uint64_t features = 0;
  static std::vector<std::byte> config() { return std::vector<std::byte>(136); }
};
struct RngCase {
  using Driver = VirtIORng<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::EntropySource;
  static constexpr std::uint64_t features = 0;
  static std::vector<std::byte> config() { return {}; }
};
struct ConsoleCase {
  using Driver = VirtIOConsole<FakeHal, FakeTransport>;
  static constexpr DeviceType type = DeviceType::Console;
  static constexpr std::uint64_t features = 0;
  static std::vector<std::byte> config() { return std::vector<std::byte>(12); }
};

template <typename Case> FakeDevice::Description description(const Variant &variant) {
  FakeDevice::Description description;
  description.type = Case::type;
  description.legacy = variant.legacy;
  description.features = variant.features() | Case::features;
  description.queue_size_max = {16, 16};
  description.config = Case::config();
  return description;
}

template <typename Case> Result<typename Case::Driver> start(FakeDevice &device) {
  Result<FakeTransport> transport = transport_of(device);
  REQUIRE(transport.has_value());
  return Case::Driver::create(std::move(*transport), quick);
}

} // namespace

#define EVERY_DRIVER BlkCase, GpuCase, NetCase, InputCase, RngCase, ConsoleCase

TEMPLATE_TEST_CASE("a driver leaves the device reset and the memory given back", "", EVERY_DRIVER) {
  OnMachine on_machine;
  CheckedDevice device(description<TestType>(EACH_VARIANT()));
  {
    auto driver = start<TestType>(device);
    REQUIRE(driver.has_value());
    CHECK((device.status() & spec::status::driver_ok) != 0);
    CHECK(device.interrupts == 0);
    auto moved = std::move(*driver);
    CHECK(moved.check().has_value());
  }
  CHECK(device.status() == 0);
  CHECK(device.resets == 2);
}

TEMPLATE_TEST_CASE("without memory there is no driver, whichever piece is missing", "",
                   EVERY_DRIVER) {
  OnMachine on_machine;
  const Variant variant = EACH_VARIANT();
  int pieces = 0;
  for (;; ++pieces) {
    REQUIRE(pieces < 10);
    CheckedDevice device(description<TestType>(variant));
    on_machine.machine.allocations_before_failure = pieces;
    const auto driver = start<TestType>(device);
    if (driver)
      break;
    CHECK(driver.error() == Error::OutOfMemory);
    CHECK((device.status() & spec::status::failed) != 0);
    CHECK(on_machine.machine.allocated() == 0);
  }
  CHECK(pieces >= 1);
}

TEMPLATE_TEST_CASE("a device that will not work makes no driver", "", EVERY_DRIVER) {
  OnMachine on_machine;
  CheckedDevice device(description<TestType>(EACH_VARIANT()));
  Misbehaviour &misbehaviour = device.misbehaviour;
  Error expected = Error::QueueUnavailable;
  SECTION("its queue does not come up") { misbehaviour.refuse_queue = true; }
  SECTION("its queue is in use") { misbehaviour.queue_already_ready = true; }
  SECTION("it falls over when it should go") {
    misbehaviour.need_reset_when_live = true;
    expected = Error::DeviceNeedsReset;
  }
  SECTION("it does not reset") {
    misbehaviour.never_finish_reset = true;
    expected = Error::Timeout;
  }
  CHECK(failure(start<TestType>(device)) == expected);
  if (expected == Error::DeviceNeedsReset)
    CHECK(device.status() == 0);
}

TEMPLATE_TEST_CASE("a device that falls over is noticed, and recovers", "", EVERY_DRIVER) {
  OnMachine on_machine;
  CheckedDevice device(description<TestType>(EACH_VARIANT()));
  auto driver = start<TestType>(device);
  REQUIRE(driver.has_value());
  device.set_needs_reset();
  CHECK(driver->acknowledge_interrupt().configuration);
  CHECK(failure(driver->check()) == Error::DeviceNeedsReset);
  CHECK(device.status() == 0);
  CHECK_FALSE(driver->set_interrupts(true));
  device.misbehaviour.need_reset_when_live = true;
  CHECK(failure(driver->recover()) == Error::DeviceNeedsReset);
  device.misbehaviour = {};
  const std::size_t allocated = on_machine.machine.allocated();
  REQUIRE(driver->recover().has_value());
  REQUIRE(driver->recover().has_value()); // also when nothing is wrong
  CHECK(driver->check().has_value());
  CHECK(on_machine.machine.allocated() == allocated); // the memory is used again
}

TEMPLATE_TEST_CASE("memory of a device that does not stop is leaked, and a recovery takes new", "",
                   EVERY_DRIVER) {
  OnMachine on_machine;
  CheckedDevice device(description<TestType>(EACH_VARIANT()));
  {
    auto driver = start<TestType>(device);
    REQUIRE(driver.has_value());
    const std::size_t allocated = on_machine.machine.allocated();
    device.misbehaviour.never_finish_reset = true;
    CHECK(failure(driver->recover()) == Error::Timeout);
    device.misbehaviour = {};
    CHECK(on_machine.machine.allocated() == allocated);
    REQUIRE(driver->recover().has_value());
    CHECK(on_machine.machine.allocated() == 2 * allocated);
    on_machine.leaked_regions = allocated;
  }
}
