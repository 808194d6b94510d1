#include "tool/pipeline/build.h"

#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/boot/image.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>

namespace levitate::pipeline {
namespace {

/// The last lines of a log: what failed is there.
std::string tailOf(const std::string &log, std::size_t lines = 120) {
  std::size_t at = log.size();
  for (std::size_t n = 0; n <= lines && at != std::string::npos && at > 0; ++n)
    at = log.rfind('\n', at - 1);
  return at == std::string::npos || at == 0 ? log : "...\n" + log.substr(at + 1);
}

/// What a build directory was configured from: when it is the same, the build system itself sees
/// what else has changed.
std::string stampOf(const std::string &tree, const std::vector<std::string> &command) {
  std::string stamp = shellQuoted(command) + "\n";
  for (const char *file : {"CMakePresets.json", "CMakeUserPresets.json"})
    if (Result<std::string> text = readText(tree + "/" + file))
      stamp += *text;
  return stamp;
}

/// Follows a build by the `[3/44] ...` of ninja and the `[ 12%] ...` of make.
class BuildProgress {
public:
  BuildProgress(Progress *progress, const std::string &what) : progress(progress), what(what) {
    if (progress)
      progress->begin(what);
  }
  ~BuildProgress() {
    if (progress)
      progress->end();
  }
  BuildProgress(const BuildProgress &) = delete;
  BuildProgress &operator=(const BuildProgress &) = delete;

  void see(std::string_view output) {
    if (!progress)
      return;
    for (const std::string &line : split(output, "\n")) {
      std::size_t slash = line.find('/'), close = line.find(']');
      if (!line.starts_with('[') || slash == std::string::npos || close == std::string::npos ||
          slash > close)
        continue;
      std::size_t total = 0;
      std::from_chars(line.data() + slash + 1, line.data() + close, total);
      if (total != known) {
        known = total;
        progress->begin(what, total);
      }
      progress->step(std::string(trim(line.substr(close + 1))));
    }
  }

private:
  Progress *progress;
  const std::string what;
  std::size_t known = 0;
};

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

Result<std::vector<std::string>> presetsOf(const std::string &tree) {
  if (!exists(tree + "/CMakePresets.json"))
    return Error::usage(tree + ": no CMakePresets.json, so that it has no configuration to build");
  Command command;
  command.arguments = {"cmake", "-S", tree, "--list-presets=configure"};
  command.directory = tree;
  command.mergeOutput = true;
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::usage(tree + "/CMakePresets.json: " + std::string(trim(result.output)));
  std::vector<std::string> presets;
  for (const std::string &line : split(result.output, "\n")) {
    // `  "name"  - description`
    const std::string_view text = trim(line);
    const std::size_t end = text.find('"', 1);
    if (text.starts_with('"') && end != std::string_view::npos)
      presets.emplace_back(text.substr(1, end - 1));
  }
  return presets;
}

Result<Configuration> configure(const std::string &tree, const std::string &preset,
                                const std::string &directory, const BuildSettings &settings) {
  Command command;
  command.arguments = {"cmake",
                       "-S",
                       tree,
                       "-B",
                       directory,
                       "--preset",
                       preset,
                       "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
                       "-DCMAKE_COMPILE_WARNING_AS_ERROR=ON",
                       "-Wno-dev"};
  if (findProgram("ccache"))
    for (const char *language : {"C", "CXX"})
      command.arguments.push_back(fmt::format("-DCMAKE_{}_COMPILER_LAUNCHER=ccache", language));
  const std::string stampFile = directory + "/.levitate-configured";
  const std::string stamp = stampOf(tree, command.arguments);
  if (Result<std::string> last = readText(stampFile); last && *last == stamp) {
    // Nothing but the tree itself can have changed, and CMake knows what it was made from.
    if (exists(directory + "/build.ninja")) {
      command.arguments = {"cmake", "--build", directory, "--target", "build.ninja"};
    }
  } else if (exists(directory)) {
    // Another preset, or another tree, left a cache that does not fit.
    LEVITATE_CHECK(removeAll(directory));
  }
  BuildProgress progress(settings.progress, "configuring " + preset);
  LEVITATE_CHECK(makeDirectory(directory));
  // Asked for before CMake runs, so that nobody has to run it again for the answer.
  LEVITATE_CHECK(writeText(directory + "/.cmake/api/v1/query/codemodel-v2", ""));
  command.mergeOutput = true;
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment(fmt::format("{}: CMake can't configure preset {}:\n{}", tree, preset,
                                          trim(tailOf(result.output))));
  if (!exists(directory + "/compile_commands.json"))
    return Error::environment(
        fmt::format("{}: preset {} writes no compile_commands.json; its generator must be Ninja or "
                    "Makefiles",
                    tree, preset));
  LEVITATE_CHECK(writeText(stampFile, stamp));
  return Configuration{preset, directory};
}

report::Build build(const Configuration &configuration, const std::string &treeName,
                    const BuildSettings &settings) {
  const auto start = std::chrono::steady_clock::now();
  report::Build result;
  result.tree = treeName;
  result.preset = configuration.preset;
  BuildProgress progress(settings.progress,
                         fmt::format("building {} ({})", configuration.preset, treeName));
  Command command;
  command.arguments = {"cmake", "--build", configuration.directory, "--parallel",
                       std::to_string(settings.jobs)};
  command.mergeOutput = true;
  command.onOutput = [&](std::string_view output) { progress.see(output); };
  const Result<ProcessResult> process = runProcess(command);
  result.succeeded = process && process->succeeded();
  if (!result.succeeded)
    result.log = process ? tailOf(process->output) : process.error().text();
  result.seconds = secondsSince(start);
  return result;
}

void runTests(const Configuration &configuration, report::Build &result,
              const BuildSettings &settings) {
  if (!result.succeeded)
    return;
  const auto start = std::chrono::steady_clock::now();
  BuildProgress progress(settings.progress,
                         fmt::format("testing {} ({})", configuration.preset, result.tree));
  Command command;
  command.arguments = {"ctest",
                       "--test-dir",
                       configuration.directory,
                       "--output-on-failure",
                       "--no-tests=error",
                       "--parallel",
                       std::to_string(settings.jobs)};
  command.mergeOutput = true;
  const Result<ProcessResult> process = runProcess(command);
  result.succeeded = process && process->succeeded();
  if (!result.succeeded)
    result.log = process ? tailOf(process->output) : process.error().text();
  if (process)
    for (const std::string &line : split(process->output, "\n"))
      if (line.find("tests passed") != std::string::npos)
        result.testsRun = trim(line);
  result.seconds += secondsSince(start);
}

Result<std::vector<std::string>> executables(const Configuration &configuration,
                                             const std::string &architecture) {
  LEVITATE_TRY(files, listFiles(configuration.directory, {"CMakeFiles", ".cmake", "Testing"}));
  std::vector<std::string> found;
  for (const std::string &file : files) {
    const std::string path = configuration.directory + "/" + file;
    std::ifstream stream(path, std::ios::binary);
    std::string head(64, '\0');
    stream.read(head.data(), std::streamsize(head.size()));
    // e_type, the two bytes behind the identification: 2 is ET_EXEC, 3 is ET_DYN.
    const bool isElf = stream && head.starts_with("\x7f"
                                                  "ELF");
    const int type = isElf ? head[5] == 2 ? head[17] : head[16] : 0;
    if (!isElf || (type != 2 && type != 3) || file.find(".so") != std::string::npos)
      continue;
    if (boot::identifyImage(head).architecture == architecture)
      found.push_back(path);
  }
  return found;
}

} // namespace levitate::pipeline
