// The check of a tree against a layer policy, as a library: what `levitate-dependency-check` does
// between reading its command line and writing its result, and what other programs of the suite
// call.
//
//     layers::Request request;
//     request.policy = "rules/layers.json";
//     request.root = "build/migrated";          // empty: the policy's own
//     request.buildDirectories = {"build/after/aarch64", "build/after/host"};
//     LEVITATE_TRY(report, layers::check(request));
//     report.violations();                      // 0 when the layering holds
//     report.json();                            // "layers" of report.json (design, section 5)
#pragma once

#include "base/result.h"
#include "verify/layers/report.h"

#include <string>
#include <vector>

namespace levitate::layers {

struct Request {
  std::string policy; ///< path of the policy file
  std::string root;   ///< the tree, in place of the policy's `root`; empty: the policy's
  /// Build directories, each with a compile_commands.json; when CMake made them, link edges are
  /// read, too (which runs CMake there once if its record is missing or stale; links.h). Empty: the
  /// policy's include roots are all that is known, and there are no link edges.
  std::vector<std::string> buildDirectories;
  bool links = true; ///< read link edges
  /// Preprocess every unit with its own macros, and leave out what no configuration compiles.
  /// Slower; without it, an include in any branch counts.
  bool configured = false;
  /// Read symbols, too (deep.h), and report where includes, uses and links of a layer disagree.
  /// Needs build directories, and levitate-dependency-facts; not with `staged`.
  bool deep = false;
  bool edges = false;             ///< fill Report::allEdges
  std::vector<std::string> files; ///< only findings about these (any path); empty: all
  bool staged = false;            ///< only what git has staged, with the contents of its index
  std::string baseline;           ///< file with the identities of known violations; empty: none
  std::string date;               ///< YYYY-MM-DD for exceptions; empty: of the last commit
  unsigned threads = 0;           ///< 0: as many as there are cores
  bool lastOfProcess = false; ///< the process ends then: most memory is left for it to take along
};

/// Checks. The result is a report whether or not there are violations; an Error only when nothing
/// could be checked: the policy is wrong, a build directory has no compile database or none of its
/// units lies in the tree (status Usage), or a file can't be read (Environment). Deterministic, and
/// independent of `threads`. Writes nothing but CMake's record in the build directories.
Result<Report> check(const Request &request);

/// The identities of a report's errors, as a baseline file holds them (JSON, sorted).
std::string baselineText(const Report &report);

} // namespace levitate::layers
