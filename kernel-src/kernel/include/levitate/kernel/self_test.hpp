// The self-test of the running kernel: every subsystem and every device, reported as KTAP (Linux,
// Documentation/dev-tools/ktap.rst).
#pragma once
#include "levitate/utils/format.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace levitate::hal {
class DeviceTree;
}

namespace levitate::kernel::self_test {

/// Passed to a test: collects why it failed or was skipped.
class Context {
  char reason_[96]{};
  std::size_t reason_size_ = 0;
  bool failed_ = false;
  bool skipped_ = false;

public:
  /// Notes a failure unless `condition` holds; the first one is reported. Returns the condition.
  bool expect(bool condition, std::string_view what) noexcept;
  /// The test can't be made here: `why`.
  void skip(std::string_view why) noexcept;
  bool failed() const noexcept { return failed_; }
  bool skipped() const noexcept { return skipped_; }
  std::string_view reason() const noexcept { return {reason_, reason_size_}; }
};

struct Test {
  std::string_view name;
  void (*run)(Context &context) noexcept;
};

/// Memory, processor, threads, files.
std::span<const Test> system_tests() noexcept;
/// One or more for each kind of device; skipped where the machine has none.
std::span<const Test> device_tests() noexcept;

/// Runs all tests, prints the result and ends the machine: status 0 or self_test_failed_status.
[[noreturn]] void run_and_exit(const hal::DeviceTree &tree) noexcept;

/// The tree of this boot, for the tests.
const hal::DeviceTree &device_tree() noexcept;

} // namespace levitate::kernel::self_test
