#include "base/options.h"

#include "base/process.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <unistd.h>

namespace levitate {

unsigned CommonOptions::threads() const { return jobs == 0 ? availableCores() : jobs; }

static bool colorOn(int descriptor, bool noColor) {
  const char *forbidden = std::getenv("NO_COLOR");
  return !noColor && !(forbidden && *forbidden) && ::isatty(descriptor) == 1;
}

bool CommonOptions::colorOnStderr() const { return colorOn(STDERR_FILENO, noColor); }
bool CommonOptions::colorOnStdout() const { return colorOn(STDOUT_FILENO, noColor); }

void addCommonOptions(CLI::App &app, CommonOptions &options,
                      const std::vector<std::string> &formats) {
  app.add_option("--format", options.format, "how results are written on stdout")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  app.add_option("-j,--jobs", options.jobs, "how many threads to use (default: all cores)")
      ->check(CLI::Range(1u, 1024u));
  app.add_flag("-q,--quiet", options.quiet, "no progress and no summary, only results");
  app.add_flag("-v,--verbose", options.verbose, "say what is being done");
  app.add_flag("--no-color", options.noColor, "no colour (NO_COLOR is honoured as well)");
  app.set_version_flag("--version", versionText());
}

std::string versionText() { return LEVITATE_VERSION; }

int runProgram(CLI::App &app, int argc, char **argv,
               const std::function<Result<ExitStatus>()> &body) {
  const auto status = [](ExitStatus exit) { return static_cast<int>(exit); };
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &problem) {
    if (problem.get_exit_code() == 0)
      return app.exit(problem); // --help, --version
    std::cerr << app.get_name() << ": error: " << problem.what() << "\n"
              << "Try '" << app.get_name() << " --help'.\n";
    return status(ExitStatus::Usage);
  }
  try {
    const Result<ExitStatus> result = body();
    std::cout.flush();
    if (std::fflush(stdout) != 0 || !std::cout) {
      std::cerr << app.get_name() << ": error: can't write the result to stdout\n";
      return status(ExitStatus::Environment);
    }
    if (result)
      return status(*result);
    std::cerr << result.error().text() << "\n";
    return status(result.error().status);
  } catch (const std::exception &problem) {
    std::cerr << app.get_name() << ": error: " << problem.what() << "\n";
    return status(ExitStatus::Environment);
  }
}

} // namespace levitate
