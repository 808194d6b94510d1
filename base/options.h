// What the command lines of all programs of the suite have in common (design, section 5).
#pragma once

#include "base/result.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace levitate {

/// The options every program has.
struct CommonOptions {
  std::string format = "text";
  unsigned jobs = 0; ///< 0: as many as there are cores
  bool quiet = false;
  bool verbose = false;
  bool noColor = false;

  /// `jobs`, or the number of cores this process may use.
  unsigned threads() const;
  /// True when stderr is a terminal and neither --no-color nor NO_COLOR forbids colour.
  bool colorOnStderr() const;
  /// The same for stdout.
  bool colorOnStdout() const;
};

/// Adds --format (with the formats given), -j, --quiet, --verbose, --no-color and --version. Call
/// it for the application or, when it has subcommands, for each of those.
void addCommonOptions(CLI::App &app, CommonOptions &options,
                      const std::vector<std::string> &formats);

/// Parses the command line and runs `body`. Ends with the status of the design: --help and
/// --version print on stdout and give 0, a wrong command line gives 2 with the reason and a hint on
/// stderr, an Error of the body is printed on stderr and gives its status, and an exception (out of
/// memory, a defect) gives 4. `body` returns the status for everything else.
int runProgram(CLI::App &app, int argc, char **argv,
               const std::function<Result<ExitStatus>()> &body);

/// The version of the suite, as --version prints it.
std::string versionText();

} // namespace levitate
