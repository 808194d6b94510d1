// Every case of the engine that ends as done (tool/cases/<name>/after) is the same program before
// and after, by levitate-equivalence. One test for each folder, found by itself.
//
// What the comparison lists as changed by nature is listed in the case as well: its file
// `exceptions.txt`, if there is one, names each kind (`__LINE__`, `address`, ...), one a line.
//
// So is a difference: `differences.txt` names each kind. A case is only there for that when its move
// is one from a language to another; else it is a limit that docs/equivalence.md states.
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "tool/plan/plan.h"
#include "tool/recipe/recipe.h"
#include "tool/tree_for_test.h"
#include "verify/equivalence/compare.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/interfaces/catch_interfaces_testcase.hpp>
#include <catch2/internal/catch_test_registry.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace levitate {
namespace {

/// A compile database of every source of one side of a case, as the engine's own test has it.
void writeDatabase(const std::string &root, const std::vector<std::string> &flags,
                   const std::string &build) {
  nlohmann::json commands = nlohmann::json::array();
  for (const std::string &source : must(listFiles(root, {".levitate"}))) {
    const bool isC = source.ends_with(".c");
    if (!isC && !source.ends_with(".cpp"))
      continue;
    std::vector<std::string> arguments{isC ? "clang-19" : "clang++-19",
                                       isC ? "-std=c17" : "-std=c++20", "-Wall",
                                       "-I" + root + "/include"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    arguments.insert(arguments.end(), {"-c", root + "/" + source, "-o", source + ".o"});
    commands.push_back(
        {{"directory", build}, {"file", root + "/" + source}, {"arguments", arguments}});
  }
  const Result<void> written = writeText(build + "/compile_commands.json", commands.dump());
  REQUIRE(written);
}

/// Configures one side of a case that brings its own build (flags are arguments of CMake then), so
/// that its programs are compared as they are linked.
void runCMake(const std::string &root, const std::vector<std::string> &flags,
              const std::string &build) {
  REQUIRE(writeText(build + "/.cmake/api/v1/query/codemodel-v2", ""));
  // Nothing is built: that the compiler works need not be tried.
  Command request{.arguments = {"cmake", "-G", "Ninja", "-S", root, "-B", build,
                                "-DCMAKE_CXX_COMPILER=clang++-19", "-DCMAKE_C_COMPILER=clang-19",
                                "-DCMAKE_C_COMPILER_WORKS=1", "-DCMAKE_CXX_COMPILER_WORKS=1",
                                "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"}};
  request.arguments.insert(request.arguments.end(), flags.begin(), flags.end());
  const ProcessResult configured = must(runProcess(request));
  INFO(configured.errors);
  REQUIRE(configured.succeeded());
}

void checkConfiguration(const std::string &folder, const std::string &flagsFile) {
  const TemporaryDirectory temporary = must(TemporaryDirectory::make());
  const std::string before = realPath(temporary.path()) + "/before",
                    after = realPath(temporary.path()) + "/after";
  const std::vector<std::string> flags = linesOf(flagsFile);
  const bool byCMake = exists(folder + "/before/CMakeLists.txt");
  const auto configure = byCMake ? runCMake : writeDatabase;
  configure(folder + "/before", flags, before);
  configure(folder + "/after", flags, after);

  const recipe::Recipe recipe = must(recipe::load(folder + "/rules.json"));
  const plan::Plan plan = must(plan::plan({recipe, {before}, 2}));
  equivalence::Request request;
  request.beforeBuildDir = before;
  request.afterBuildDir = after;
  request.threads = 2;
  for (const plan::Renaming &renaming : plan.renames)
    request.renames.push_back({renaming.from, renaming.to});

  const equivalence::Certificate certificate = must(equivalence::compare(request));
  INFO(certificate.text(0));
  std::set<std::string> different;
  for (const equivalence::Difference &difference : certificate.differences)
    different.insert(difference.kind);
  const std::vector<std::string> known = linesOf(folder + "/differences.txt");
  CHECK(different == std::set<std::string>(known.begin(), known.end()));
  CHECK(certificate.after.hasTargets == byCMake);
  std::set<std::string> listed;
  for (const equivalence::Exception &exception : certificate.exceptions)
    if (exception.matters())
      listed.insert(exception.kind);
  const std::vector<std::string> lines = linesOf(folder + "/exceptions.txt");
  CHECK(listed == std::set<std::string>(lines.begin(), lines.end()));
}

void checkCase(const std::string &folder) {
  std::size_t configurations = 0;
  for (const std::string &file : must(listFiles(folder, {"before", "after"})))
    if (file.starts_with("flags.") && file != "flags.txt") {
      checkConfiguration(folder, folder + "/" + file);
      ++configurations;
    }
  if (configurations == 0)
    checkConfiguration(folder, folder + "/flags.txt");
}

class CaseTest : public Catch::ITestInvoker {
public:
  explicit CaseTest(std::string folder) : folder(std::move(folder)) {}
  void invoke() const override { checkCase(folder); }

private:
  std::string folder;
};

const bool registered = [] {
  namespace fs = std::filesystem;
  std::vector<std::string> folders;
  std::error_code none;
  for (const fs::directory_entry &entry : fs::directory_iterator(LEVITATE_CASES, none))
    if (fs::is_directory(entry.path() / "after"))
      folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const std::string &folder : folders)
    Catch::AutoReg(Catch::Detail::make_unique<CaseTest>(folder), CATCH_INTERNAL_LINEINFO, {},
                   Catch::NameAndTags{std::string(fileName(folder)), "[case]"});
  return !folders.empty();
}();

} // namespace

TEST_CASE("there are cases that end as done") { CHECK(registered); }

} // namespace levitate
