// KTAP (Linux, Documentation/dev-tools/ktap.rst) as kernels print it, parsed strictly: a plan is
// required, numbers must count up, and what does not come counts as failed. Pure.
#pragma once

#include <string>
#include <vector>

namespace levitate::boot {

struct KtapTest {
  std::string name; ///< with the names of the tests around it: "suite.case"
  bool passed = false;
  bool skipped = false; ///< "# SKIP"
  bool todo = false;    ///< "# TODO": a failure that is expected
};

struct KtapResult {
  std::vector<KtapTest> tests;       ///< leaves only
  std::vector<std::string> problems; ///< every deviation from the format, with the line's number
  bool found = false;                ///< a version line was there
  unsigned passed = 0, failed = 0, skipped = 0;
  /// The format holds, at least one test ran, and none failed.
  bool good() const { return found && problems.empty() && failed == 0 && passed > 0; }
};

/// Finds the results among the lines of a console. Text before the version line, stamps like
/// "[    0.123456] " and lines that are none of KTAP's are passed over.
KtapResult parseKtap(const std::vector<std::string> &lines);

} // namespace levitate::boot
