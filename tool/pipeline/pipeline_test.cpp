// The whole pipeline on a small tree of three targets: built by CMake, checked, compared. The
// engine is one for tests, which knows the right answer; the boot stage has tests of its own in
// verify/boot.
#include "tool/pipeline/pipeline.h"

#include "base/files.h"
#include "base/process.h"
#include "tool/pipeline/build.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

using namespace levitate;
using namespace levitate::pipeline;

namespace {

const std::map<std::string, std::string> sampleTree = {
    {"CMakePresets.json", R"({ "version": 6, "configurePresets": [
       { "name": "host", "generator": "Ninja", "binaryDir": "${sourceDir}/build",
         "cacheVariables": { "CMAKE_CXX_COMPILER": "clang++-19", "CMAKE_BUILD_TYPE": "Debug" } } ] })"},
    {"CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(sample LANGUAGES CXX)\n"
                       "enable_testing()\nadd_subdirectory(low)\nadd_subdirectory(high)\n"
                       "add_executable(app app.cpp)\ntarget_link_libraries(app PRIVATE low high)\n"
                       "target_compile_options(app PRIVATE -Wall)\n"
                       "add_test(NAME answers COMMAND app)\n"},
    {"low/CMakeLists.txt", "add_library(low STATIC low.cpp)\n"
                           "target_include_directories(low PUBLIC include)\n"
                           "target_link_libraries(low PUBLIC high)\n"},
    {"low/include/low/low.h", "#pragma once\n#include \"high/high.h\"\nint low();\n"},
    {"low/low.cpp", "#include \"low/low.h\"\nint low() { return high() - 1; }\n"},
    {"high/CMakeLists.txt", "add_library(high STATIC high.cpp)\n"
                            "target_include_directories(high PUBLIC include)\n"},
    {"high/include/high/high.h", "#pragma once\nint high();\n"},
    {"high/high.cpp", "#include \"high/high.h\"\nint high() { return 43; }\n"},
    {"app.cpp", "#include \"low/low.h\"\nint main() { return low() == 42 ? 0 : 1; }\n"},
};

const char *policy = R"({ "version": 1, "name": "sample", "root": "tree", "layers": [
    { "name": "top", "files": ["app.cpp", "CMakeLists.txt"] },
    { "name": "high", "files": ["high/**"] }, { "name": "low", "files": ["low/**"] } ],
  "order": ["top", "high", "low"] })";

const char *rules = R"({ "version": 1, "name": "sample", "root": "tree", "steps": [],
  "require": [ { "absent": "low/low.cpp" }, { "no-link": ["low", "high"] },
    { "exports": { "target": "high", "symbol": "low" } }, { "no-reference": "old::name" },
    { "layers": "layers.json" }, { "builds": "host" }, { "tests": "host" }, { "equivalent": true } ] })";

/// Plans what it was told, and knows where `low` is declared.
class EngineForTest : public Engine {
public:
  Result<plan::Plan> plan(const recipe::Recipe &recipe,
                          const std::vector<std::string> &buildDirectories,
                          const std::string &plansFolder) override {
    plans = plansFolder;
    CHECK(exists(buildDirectories.at(0) + "/compile_commands.json"));
    planned.changes.root = recipe.root;
    return planned;
  }
  Result<Occurrences> occurrences(const std::string &, const std::vector<std::string> &,
                                  const std::vector<std::string> &) override {
    return Occurrences{{"low", {{{"high/include/high/low.h", 3, 5}, "low", true}}},
                       {"old::name", {}}};
  }

  plan::Plan planned;
  std::string plans;
};

class SampleForTest {
public:
  SampleForTest() {
    for (const auto &[path, contents] : sampleTree)
      put("tree/" + path, contents);
    put("layers.json", policy);
    put("rules.json", rules);
    request.rules = path("rules.json");
    request.output = path("out/migrated");
    request.work = path("out/run");
    request.reports = path("out/reports");
    request.quiet = true;
    request.json = true;
    request.threads = 2;
    // low moves to where it belongs: above high.
    engine.planned.verdict = plan::Verdict::Planned;
    change("low/low.cpp", {});
    change("low/include/low/low.h", {});
    change("low/CMakeLists.txt", "add_library(low INTERFACE)\n");
    change("high/CMakeLists.txt", "add_library(high STATIC high.cpp low.cpp)\n"
                                  "target_include_directories(high PUBLIC include)\n");
    change("high/include/high/low.h", "#pragma once\n#include \"high/high.h\"\nint low();\n");
    change("high/low.cpp", "#include \"high/low.h\"\nint low() { return high() - 1; }\n");
    change("app.cpp", "#include \"high/low.h\"\nint main() { return low() == 42 ? 0 : 1; }\n");
  }

  std::string path(const std::string &name) const { return folder->path() + "/" + name; }
  void put(const std::string &name, const std::string &contents) const {
    REQUIRE(writeText(path(name), contents));
  }
  void change(const std::string &file, std::optional<std::string> after) {
    const auto old = sampleTree.find(file);
    engine.planned.changes.files[file] = {
        old == sampleTree.end() ? std::nullopt : std::optional(old->second), std::move(after), {}};
  }
  nlohmann::json report() const {
    return nlohmann::json::parse(*readText(path("out/reports/sample/report.json")));
  }
  /// The criteria that do not hold.
  std::vector<std::string> failed() const {
    std::vector<std::string> names;
    const nlohmann::json json = report();
    for (const auto &criterion : json["criteria"])
      if (!criterion["holds"])
        names.push_back(criterion["criterion"]);
    return names;
  }
  std::string digest(const std::string &tree) const {
    std::string all;
    const auto files = listFiles(path(tree));
    REQUIRE(files);
    for (const std::string &file : *files)
      all += file + "\n" + *readText(path(tree) + "/" + file);
    return all;
  }

  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
  RunRequest request;
  EngineForTest engine;
};

ExitStatus statusOf(const Result<ExitStatus> &result) {
  if (!result)
    UNSCOPED_INFO(result.error().text());
  return result ? *result : result.error().status;
}

} // namespace

TEST_CASE("a migration that is one passes; the tree stays as it is; a second run gives the same") {
  SampleForTest sample;
  const std::string tree = sample.digest("tree");
  REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Success);
  CHECK(sample.digest("tree") == tree);
  const auto report = sample.report();
  CHECK(report["verdict"] == "passed");
  CHECK(report["criteria"].size() == 8);
  CHECK(sample.failed().empty());
  CHECK(report["layers"]["before"]["violations"].size() > 0);
  CHECK(report["layers"]["after"]["violations"].empty());
  CHECK(report["equivalence"][0]["compared"]["functions"] > 0);
  CHECK(report["configurations"].size() == 2);
  CHECK(sample.engine.plans == sample.path("out/run/sample/before/host/.levitate/plans"));
  sample.request.noCache = true;
  const std::string migrated = sample.digest("out/migrated");
  const std::string patch = *readText(sample.path("out/reports/sample/changes.patch"));
  CHECK(exists(sample.path("out/migrated/high/low.cpp")));
  CHECK(exists(sample.path("out/reports/sample/report.html")));

  REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Success);
  CHECK(sample.engine.plans.empty());
  CHECK(sample.digest("out/migrated") == migrated);
  CHECK(*readText(sample.path("out/reports/sample/changes.patch")) == patch);

  // The patch makes the migrated tree from the tree.
  Command command;
  command.arguments = {"git", "apply", "--unsafe-paths", "-"};
  command.directory = sample.path("tree");
  command.environment = {{"GIT_CEILING_DIRECTORIES", sample.path("")}, {"GIT_DIR", "/nonexistent"}};
  command.input = patch;
  const auto applied = runProcess(command);
  REQUIRE(applied);
  INFO(applied->errors);
  REQUIRE(applied->succeeded());
  CHECK(*readText(sample.path("tree/app.cpp")) == *readText(sample.path("out/migrated/app.cpp")));
}

TEST_CASE("with --in-place the tree is written once everything holds") {
  SampleForTest sample;
  sample.request.inPlace = true;
  SECTION("it holds") {
    REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Success);
    CHECK(exists(sample.path("tree/high/low.cpp")));
    CHECK(!exists(sample.path("tree/low/low.cpp")));
  }
  SECTION("it does not hold") {
    sample.change("high/low.cpp", "#include \"high/low.h\"\nint low() { return 42; }\n");
    const std::string tree = sample.digest("tree");
    REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Findings);
    CHECK(sample.digest("tree") == tree);
  }
}

TEST_CASE("each thing that can be wrong fails the criterion that is about it") {
  SampleForTest sample;
  std::vector<std::string> expected;
  SECTION("a program that does something else, though its tests pass") {
    sample.change("high/low.cpp", "#include \"high/low.h\"\nint low() { return 42; }\n");
    expected = {"equivalent"};
  }
  SECTION("a warning") {
    sample.change("app.cpp", "#include \"high/low.h\"\n"
                             "int main() { int unused; return low() == 42 ? 0 : 1; }\n");
    expected = {"exports", "no-reference", "builds", "tests", "equivalent"};
  }
  SECTION("an edge that stays") {
    sample.change("low/CMakeLists.txt", "add_library(low INTERFACE)\n"
                                        "target_link_libraries(low INTERFACE high)\n");
    expected = {"no-link", "layers"};
  }
  SECTION("a file that stays") {
    sample.engine.planned.changes.files.erase("low/low.cpp");
    expected = {"absent"};
  }
  SECTION("an old name in code that nothing compiles") {
    sample.change("high/low.cpp", "#include \"high/low.h\"\nint low() { return high() - 1; }\n"
                                  "#if 0\nold::name x;\n#endif\n");
    expected = {"no-reference"};
  }
  REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Findings);
  CHECK(sample.report()["verdict"] == "failed");
  CHECK(sample.failed() == expected);
}

TEST_CASE("a refused plan is reported, and nothing is built or written") {
  SampleForTest sample;
  sample.engine.planned = {};
  sample.engine.planned.verdict = plan::Verdict::Refused;
  sample.engine.planned.refusals = {
      {{"app.cpp", 2, 3}, "adapter", "it would collide", "use \"as\"", {}}};
  REQUIRE(statusOf(run(sample.request, sample.engine)) == ExitStatus::Refused);
  const auto report = sample.report();
  CHECK(report["verdict"] == "refused");
  CHECK(report["refusals"][0]["file"].get<std::string>().ends_with("app.cpp"));
  CHECK(report["refusals"][0]["message"] == "it would collide; use \"as\"");
  CHECK(!exists(sample.path("out/migrated")));
}

TEST_CASE("what is wrong in rule file, policy or presets is said before anything is built") {
  SampleForTest sample;
  std::string expected;
  SECTION("a preset that does not exist") {
    sample.put("rules.json",
               "{ \"version\": 1, \"name\": \"x\", \"root\": \"tree\", \"steps\": [],\n"
               "  \"require\": [ { \"builds\": \"hots\" } ] }");
    expected = "rules.json:2:";
  }
  SECTION("a policy with a misspelled key") {
    sample.put("layers.json", "{ \"version\": 1,\n \"layer\": [] }");
    expected = "layers.json:2:";
  }
  SECTION("a policy that does not exist") {
    REQUIRE(removeAll(sample.path("layers.json")));
    expected = "layers.json";
  }
  const auto result = run(sample.request, sample.engine);
  REQUIRE(!result);
  INFO(result.error().text());
  CHECK(result.error().text().find(expected) != std::string::npos);
  CHECK(!exists(sample.path("out/run")));
}

TEST_CASE("check judges the tree as it stands") {
  SampleForTest sample;
  const std::string tree = sample.digest("tree");
  CHECK(statusOf(check(sample.request, sample.engine)) == ExitStatus::Findings);
  CHECK(sample.digest("tree") == tree);
  CHECK(!exists(sample.path("out/migrated")));
  CHECK(!exists(sample.path("out/reports")));
}

TEST_CASE("executables are found by their architecture") {
  SampleForTest sample;
  const auto configured =
      configure(sample.path("tree"), "host", sample.path("out/b"), BuildSettings{2, nullptr});
  REQUIRE(configured);
  REQUIRE(build(*configured, "before", BuildSettings{2, nullptr}).succeeded);
#ifdef __x86_64__
  CHECK(*executables(*configured, "x86_64") == std::vector<std::string>{sample.path("out/b/app")});
#endif
  CHECK(executables(*configured, "riscv64")->empty());
}
