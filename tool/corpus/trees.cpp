#include "tool/corpus/trees.h"

#include "base/files.h"
#include "base/json.h"
#include "base/process.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace levitate::corpus {
namespace {

constexpr std::chrono::minutes FetchTime{5}, ConfigureTime{5}, BuildTime{30}, TestTime{15};

/// Runs to its end; what it printed is the error when it fails.
Result<std::string> succeed(std::vector<std::string> arguments, const std::string &directory,
                            std::chrono::milliseconds deadline,
                            std::vector<std::pair<std::string, std::string>> environment = {}) {
  Command command;
  command.arguments = std::move(arguments);
  command.directory = directory;
  command.environment = std::move(environment);
  command.deadline = deadline;
  command.mergeOutput = true;
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::environment(fmt::format("{}\n{} {}", trim(result.output),
                                          shellQuoted(command.arguments),
                                          result.timedOut ? "took too long" : "failed"));
  return std::move(result.output);
}

/// The system's apt sources, each asked for source packages in place of binary ones.
Result<void> writeSources(const std::string &folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> files{"/etc/apt/sources.list"};
  std::error_code none;
  for (const fs::directory_entry &entry : fs::directory_iterator("/etc/apt/sources.list.d", none))
    files.push_back(entry.path());
  std::size_t written = 0;
  for (const std::string &file : files) {
    const bool stanzas = file.ends_with(".sources");
    if ((!stanzas && !file.ends_with(".list")) || !exists(file))
      continue;
    LEVITATE_TRY(text, readText(file));
    std::string sources;
    for (const std::string &line : split(text, "\n")) {
      if (stanzas && line.starts_with("Types:"))
        sources += "Types: deb-src\n";
      else if (stanzas)
        sources += line + "\n";
      else if (line.starts_with("deb "))
        sources += "deb-src " + line.substr(4) + "\n";
    }
    LEVITATE_CHECK(writeText(folder + "/" + std::string(fileName(file)), sources));
    ++written;
  }
  if (written == 0)
    return Error::environment("there are no apt sources in /etc/apt; the corpus takes its trees "
                              "from Debian or Ubuntu source packages");
  return {};
}

/// Unpacks the source package; `into` comes to be the tree itself.
Result<void> unpack(const std::string &package, const std::string &into, const std::string &work) {
  if (!findProgram("apt-get") || !findProgram("dpkg-source"))
    return Error::environment("apt-get and dpkg-source are needed to fetch source packages "
                              "(Debian package dpkg-dev)");
  const std::string apt = work + "/apt";
  std::vector<std::string> command{"apt-get", "-q"};
  for (const auto &[name, value] :
       std::vector<std::pair<std::string, std::string>>{{"Dir::Etc::SourceList", "/dev/null"},
                                                        {"Dir::Etc::SourceParts", apt + "/sources"},
                                                        {"Dir::State::Lists", apt + "/lists"},
                                                        {"Dir::Cache", apt + "/cache"}})
    command.insert(command.end(), {"-o", name + "=" + value});
  const auto apply = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), command.begin(), command.end());
    return arguments;
  };
  if (!exists(apt + "/updated")) {
    for (const char *folder : {"/sources", "/lists/partial", "/cache/archives/partial"})
      LEVITATE_CHECK(makeDirectory(apt + folder));
    LEVITATE_CHECK(writeSources(apt + "/sources"));
    LEVITATE_CHECK(succeed(apply({"update"}), work, FetchTime));
    LEVITATE_CHECK(writeText(apt + "/updated", ""));
  }
  const std::string unpacking = into + ".fetching";
  LEVITATE_CHECK(removeAll(unpacking));
  LEVITATE_CHECK(makeDirectory(unpacking));
  LEVITATE_CHECK(succeed(apply({"source", package}), unpacking, FetchTime));
  for (const auto &entry : std::filesystem::directory_iterator(unpacking))
    if (entry.is_directory()) {
      LEVITATE_CHECK(succeed({"mv", entry.path(), into}, work, FetchTime));
      return removeAll(unpacking);
    }
  return Error::environment("apt-get source " + package + " unpacked no folder in " + unpacking);
}

std::vector<std::pair<std::string, std::string>> environment(const Place &place) {
  return {{"CCACHE_DIR", place.work + "/ccache"}, {"CCACHE_MAXSIZE", "3G"}};
}

Result<void> configure(const TreeDescription &description, const std::string &source,
                       const std::string &build, const Place &place) {
  if (exists(build + "/configured"))
    return {};
  LEVITATE_CHECK(makeDirectory(build));
  LEVITATE_CHECK(writeText(build + "/.cmake/api/v1/query/codemodel-v2", ""));
  std::vector<std::string> command{"cmake",
                                   "-S",
                                   source,
                                   "-B",
                                   build,
                                   "-G",
                                   "Ninja",
                                   "-DCMAKE_C_COMPILER=clang-19",
                                   "-DCMAKE_CXX_COMPILER=clang++-19",
                                   "-DCMAKE_BUILD_TYPE=Debug",
                                   "-DCMAKE_C_FLAGS_DEBUG=-O0",
                                   "-DCMAKE_CXX_FLAGS_DEBUG=-O0",
                                   "-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld",
                                   "-DCMAKE_SHARED_LINKER_FLAGS=-fuse-ld=lld",
                                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"};
  if (findProgram("ccache"))
    command.insert(command.end(),
                   {"-DCMAKE_C_COMPILER_LAUNCHER=ccache", "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"});
  command.insert(command.end(), description.configure.begin(), description.configure.end());
  LEVITATE_CHECK(succeed(command, place.work, ConfigureTime, environment(place)));
  return writeText(build + "/configured", "");
}

/// Runs the tests that ctest selects by these arguments.
Result<Tests> runSelected(const std::string &build, const std::vector<std::string> &selection) {
  Command command;
  command.arguments = {"ctest", "--test-dir", build, "--output-on-failure", "--no-tests=ignore"};
  command.arguments.insert(command.arguments.end(), selection.begin(), selection.end());
  command.mergeOutput = true;
  command.deadline = TestTime;
  LEVITATE_TRY(result, runProcess(command));
  Tests tests{result.succeeded(), {}, std::move(result.output)};
  tests.any = tests.log.find("No tests were found") == std::string::npos;
  // `\t  11 - db_test (Failed)`
  const std::size_t list = tests.log.rfind("The following tests FAILED:");
  if (list != std::string::npos)
    for (const std::string &line : split(std::string_view(tests.log).substr(list), "\n")) {
      const std::size_t begin = line.find(" - "), end = line.rfind(" (");
      if (begin != std::string::npos && end != std::string::npos && begin + 3 < end)
        tests.failed.push_back(line.substr(begin + 3, end - begin - 3));
    }
  return tests;
}

Result<TreeDescription> treeOf(const JsonValue &value) {
  LEVITATE_CHECK(
      value.onlyKeys({"name", "source", "packages", "prepare", "configure", "slow-tests"}));
  TreeDescription tree;
  LEVITATE_TRY(name, value.at("name"));
  LEVITATE_TRY(nameText, name.string());
  tree.name = nameText;
  if (tree.name.empty() || tree.name.find('/') != std::string::npos)
    return name.error("a tree's name is a folder's name");
  LEVITATE_TRY(source, value.at("source"));
  LEVITATE_TRY(sourceText, source.string());
  tree.source = sourceText;
  LEVITATE_TRY(packages, value.stringsOr("packages", {}));
  tree.packages = packages;
  LEVITATE_TRY(prepare, value.stringsOr("prepare", {}));
  tree.prepare = prepare;
  LEVITATE_TRY(configure, value.stringsOr("configure", {}));
  tree.configure = configure;
  LEVITATE_TRY(slow, value.stringsOr("slow-tests", {}));
  tree.slowTests = slow;
  return tree;
}

} // namespace

Result<std::vector<TreeDescription>> readTrees(const std::string &path) {
  LEVITATE_TRY(document, JsonDocument::readFile(path));
  LEVITATE_CHECK(document.onlyKeys({"version", "why", "trees"}));
  LEVITATE_TRY(list, document.at("trees"));
  LEVITATE_TRY(values, list.array());
  std::vector<TreeDescription> trees;
  for (const JsonValue &value : values) {
    LEVITATE_TRY(tree, treeOf(value));
    trees.push_back(std::move(tree));
  }
  return trees;
}

Result<Tests> runTests(const Tree &tree, const std::string &build, const Place &place) {
  std::vector<std::string> out = tree.description.slowTests;
  for (const std::string &name : tree.failing)
    out.push_back("^" + name + "$");
  std::vector<std::string> selection{"-j", std::to_string(place.threads)};
  if (!out.empty())
    selection.insert(selection.end(), {"-E", join(out, "|")});
  LEVITATE_TRY(tests, runSelected(build, selection));
  if (tests.passed || tests.failed.empty())
    return std::move(tests);
  // Some tests go by the clock: what failed beside others counts when it fails alone as well.
  std::vector<std::string> again;
  for (const std::string &name : tests.failed)
    again.push_back("^" + name + "$");
  return runSelected(build, {"-R", join(again, "|")});
}

Result<void> configureAgain(const std::string &directory, const Place &place) {
  Command command;
  command.arguments = {"cmake", directory};
  command.environment = environment(place);
  command.mergeOutput = true;
  command.deadline = ConfigureTime;
  LEVITATE_TRY(result, runProcess(command));
  if (!result.succeeded())
    return Error::of(ExitStatus::Findings, result.output);
  return {};
}

Result<void> buildDirectory(const std::string &directory, const Place &place, std::string &log) {
  Command command;
  command.arguments = {"cmake", "--build", directory, "-j", std::to_string(place.threads)};
  command.environment = environment(place);
  command.mergeOutput = true;
  command.deadline = BuildTime;
  LEVITATE_TRY(result, runProcess(command));
  log = result.output;
  if (!result.succeeded())
    return Error::of(ExitStatus::Findings, result.timedOut ? "the build took too long" : log);
  return {};
}

Result<void> restore(const Tree &tree) {
  Command same;
  same.arguments = {"diff",      "-r",        "-q",        "--no-dereference",
                    "--exclude", ".levitate", tree.before, tree.after};
  if (exists(tree.after)) {
    LEVITATE_TRY(result, runProcess(same));
    if (result.succeeded())
      return {};
  }
  LEVITATE_CHECK(removeAll(tree.after));
  LEVITATE_CHECK(succeed({"cp", "-a", tree.before, tree.after}, "", FetchTime));
  // Whatever was built from other contents is out of date now.
  for (const auto &entry : std::filesystem::recursive_directory_iterator(tree.after)) {
    std::error_code none;
    if (entry.is_regular_file(none) && !entry.is_symlink(none))
      std::filesystem::last_write_time(entry.path(), std::filesystem::file_time_type::clock::now(),
                                       none);
  }
  return {};
}

Result<void> fetch(const TreeDescription &description, const Place &place) {
  const std::string tree = place.work + "/" + description.name + "/before";
  if (exists(tree))
    return {};
  if (place.offline)
    return Error::environment(fmt::format("the source package {} was not fetched; `./xtask corpus "
                                          "--fetch --trees {}` does that",
                                          description.source, description.name));
  LEVITATE_CHECK(makeDirectory(place.work + "/" + description.name));
  // Under another name until it is complete.
  const std::string unpacked = tree + ".unpacked";
  LEVITATE_CHECK(removeAll(unpacked));
  LEVITATE_CHECK(unpack(description.source, unpacked, place.work));
  if (!description.prepare.empty())
    LEVITATE_CHECK(succeed(description.prepare, unpacked, ConfigureTime));
  LEVITATE_CHECK(succeed({"mv", unpacked, tree}, "", FetchTime));
  return {};
}

Result<Tree> prepare(const TreeDescription &description, const Place &place) {
  const std::string folder = place.work + "/" + description.name;
  LEVITATE_CHECK(fetch(description, place));
  Tree tree{description,       folder + "/before",      folder + "/before-build",
            folder + "/after", folder + "/after-build", {}};
  LEVITATE_CHECK(restore(tree));
  for (const auto &[source, build] :
       {std::pair{tree.before, tree.beforeBuild}, std::pair{tree.after, tree.afterBuild}}) {
    LEVITATE_CHECK(configure(description, source, build, place));
    std::string log;
    const Result<void> built = buildDirectory(build, place, log);
    if (!built)
      return Error::environment(description.name + " does not build as it is:\n" + log);
  }
  // Some tests fail on some machines, whatever the tree: as root, or under load.
  const std::string record = folder + "/failing-tests";
  if (!exists(record)) {
    LEVITATE_TRY(tests, runTests(tree, tree.afterBuild, place));
    if (!tests.any || (!tests.passed && tests.failed.empty()))
      return Error::environment(description.name + ": its tests can't be run as it is:\n" +
                                tests.log);
    LEVITATE_CHECK(restore(tree)); // some write into their source folder
    LEVITATE_CHECK(writeText(record, join(tests.failed, "\n")));
  }
  LEVITATE_TRY(known, readText(record));
  for (const std::string &name : split(known, "\n"))
    if (!name.empty())
      tree.failing.push_back(name);
  return tree;
}

} // namespace levitate::corpus
