// What the tests share: a clean machine, a device whose complaints fail the test, and the variants
// of the interface that every driver must work with.
#pragma once

#include "fake_device.hpp"
#include "fake_hal.hpp"

#include "virtio_drivers/device.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <ostream>
#include <vector>

namespace virtio_drivers {

inline std::ostream &operator<<(std::ostream &stream, Error error) {
  return stream << error_name(error);
}

namespace test {

// At the end of the test nothing is shared, and neither driver nor device broke a rule of memory.
class OnMachine {
public:
  OnMachine() { machine.restart(); }
  ~OnMachine() {
    CHECK(machine.violations == std::vector<std::string>{});
    CHECK(machine.shared() == 0);
    CHECK(machine.allocated() == leaked_regions);
  }
  FakeMachine &machine = FakeMachine::instance();
  std::size_t leaked_regions = 0; // expected, if a device could not be stopped
};

// At its end the driver has broken no rule.
struct CheckedDevice : FakeDevice {
  using FakeDevice::FakeDevice;
  ~CheckedDevice() { CHECK(violations == std::vector<std::string>{}); }
};

// A way in which device and driver may speak to each other.
struct Variant {
  bool legacy = false;
  bool indirect = false;
  bool event_index = false;

  std::uint64_t features() const {
    return (indirect ? spec::feature::indirect_descriptors : 0) |
           (event_index ? spec::feature::event_index : 0);
  }
};
inline std::ostream &operator<<(std::ostream &stream, const Variant &variant) {
  return stream << (variant.legacy ? "legacy" : "modern") << (variant.indirect ? " indirect" : "")
                << (variant.event_index ? " event-index" : "");
}
inline Variant variant_number(int number) {
  return {(number & 1) != 0, (number & 2) != 0, (number & 4) != 0};
}

// Few polls, so that a test of a silent device is quick.
inline constexpr DriverOptions quick{true, true, 10'000};

// The error that must be there.
template <typename T> Error failure(const Result<T> &result) {
  REQUIRE_FALSE(result.has_value());
  return result.error();
}

} // namespace test
} // namespace virtio_drivers

// Runs the rest of the test in each variant; its value is the variant.
#define EACH_VARIANT() virtio_drivers::test::variant_number(GENERATE(range(0, 8)))
