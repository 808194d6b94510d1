// Runs the self-tests and reports them.
#include "levitate/kernel/self_test.hpp"

#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/options.hpp"
#include "levitate/kernel/panic.hpp"
#include "levitate/kernel/screen.hpp"

#include <algorithm>

namespace levitate::kernel::self_test {

namespace {
struct Totals {
  unsigned number = 0, passed = 0, failed = 0, skipped = 0;
};
constinit const hal::DeviceTree *tree_of_boot = nullptr;

void run(const Test &test, Totals &totals) noexcept {
  Context context;
  test.run(context);
  ++totals.number;
  if (context.failed()) {
    ++totals.failed;
    print("not ok {} {}\n# {}\n", totals.number, test.name, context.reason());
  } else if (context.skipped()) {
    ++totals.skipped;
    print("ok {} {} # SKIP {}\n", totals.number, test.name, context.reason());
  } else {
    ++totals.passed;
    print("ok {} {}\n", totals.number, test.name);
  }
}
} // namespace

bool Context::expect(bool condition, std::string_view what) noexcept {
  if (condition || failed_)
    return condition;
  failed_ = true;
  reason_size_ = utils::format_to(reason_, "expected: {}", what).size();
  return false;
}

void Context::skip(std::string_view why) noexcept {
  skipped_ = true;
  reason_size_ = utils::format_to(reason_, "{}", why).size();
}

const hal::DeviceTree &device_tree() noexcept { return *tree_of_boot; }

void run_and_exit(const hal::DeviceTree &tree) noexcept {
  tree_of_boot = &tree;
  const std::span<const Test> system = system_tests(), devices = device_tests();
  Totals totals;
  print("KTAP version 1\n1..{}\n", system.size() + devices.size());
  for (const Test &test : system)
    run(test, totals);
  for (const Test &test : devices)
    run(test, totals);
  print("# passed {} failed {} skipped {}\n", totals.passed, totals.failed, totals.skipped);
  log("SELFTEST", "{}: {} passed, {} failed, {} skipped{}",
      totals.failed == 0 ? "PASSED" : "FAILED", totals.passed, totals.failed, totals.skipped,
      nonce_text().view());
  screen::settle();
  hal::exit(totals.failed == 0 ? 0 : self_test_failed_status, options().semihosting);
}

} // namespace levitate::kernel::self_test
