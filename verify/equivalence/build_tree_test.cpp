#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/compare.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::equivalence;

using Words = std::vector<std::string>;

TEST_CASE("a command is split as a shell splits it") {
  CHECK(splitCommand("cc -c  a.c") == Words{"cc", "-c", "a.c"});
  CHECK(splitCommand(R"(cc -DX="a b" 'c d')") == Words{"cc", "-DX=a b", "c d"});
  CHECK(splitCommand(R"(cc -DX=\"a\ b\")") == Words{"cc", R"(-DX="a b")"});
  CHECK(splitCommand(R"(cc "" '\')") == Words{"cc", "", "\\"});
}

TEST_CASE("a database without CMake's reply is one program") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/compile_commands.json", R"([
    {"directory": "src", "file": "a.cpp", "command": "cc -c a.cpp -o a.o"},
    {"directory": "src", "file": "boot.S", "command": "cc -c boot.S"}])"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  CHECK_FALSE(tree->hasTargets);
  REQUIRE(tree->compilations.size() == 2);
  CHECK(tree->compilations[0].source == folder.path() + "/src/a.cpp");
  CHECK(tree->compilations[0].output == "a.o");
  CHECK_FALSE(tree->compilations[0].isAssembly);
  CHECK(tree->compilations[1].isAssembly);
  CHECK(tree->skipped.empty());
  REQUIRE(tree->programs.size() == 1);
  CHECK(tree->programs[0].compilations().size() == 2);
}

TEST_CASE("CMake's reply says what is linked into what, and in which order") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string reply = folder.path() + "/.cmake/api/v1/reply/";
  const auto unit = [](const std::string &target, const std::string &file) {
    return R"({"directory": "/src", "file": ")" + file + R"(", "command": "cc -o CMakeFiles/)" +
           target + ".dir/" + file + R"(.o -c )" + file + "\"}";
  };
  REQUIRE(writeText(folder.path() + "/compile_commands.json",
                    "[" + unit("low", "low.cpp") + "," + unit("app", "app.cpp") + "," +
                        unit("high", "high.cpp") + "," + unit("alone", "alone.cpp") + "]"));
  REQUIRE(
      writeText(reply + "codemodel-v2-1.json", R"({"paths": {"source": "/src"}, "configurations":
    [{"targets": [{"id": "app", "jsonFile": "app.json"}, {"id": "low", "jsonFile": "low.json"},
                  {"id": "high", "jsonFile": "high.json"},
                  {"id": "alone", "jsonFile": "alone.json"}]}]})"));
  REQUIRE(writeText(reply + "app.json", R"({"name": "app", "type": "EXECUTABLE",
    "sources": [{"path": "app.cpp"}], "dependencies": [{"id": "low"}, {"id": "high"}],
    "link": {"commandFragments": [{"fragment": "libhigh.a", "role": "libraries"},
                                  {"fragment": "libs/liblow.a", "role": "libraries"}]}})"));
  for (const char *name : {"low", "high", "alone"})
    REQUIRE(writeText(reply + name + ".json",
                      R"({"type": "STATIC_LIBRARY", "name": ")" + std::string(name) +
                          R"(", "sources": [{"path": ")" + name +
                          R"(.cpp"}], "artifacts": [{"path": "lib)" + name + R"(.a"}]})"));
  const Result<BuildTree> tree = readBuildTree(folder.path());
  REQUIRE(tree);
  CHECK(tree->hasTargets);
  CHECK(tree->root == "/src");
  REQUIRE(tree->programs.size() == 2);
  CHECK(tree->programs[0].name == "alone"); // linked by nobody: a program of its own
  CHECK(tree->programs[1].name == "app");
  CHECK(tree->programs[1].compilations() == std::vector<std::size_t>{1, 2, 0});
  REQUIRE(tree->programs[1].parts.size() == 3);
  CHECK_FALSE(tree->programs[1].parts[0].isArchive);
  CHECK(tree->programs[1].parts[1].isArchive);
}

TEST_CASE("a database that is malformed or missing is an error with its place") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const Result<BuildTree> missing = readBuildTree(folder.path());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().status == ExitStatus::Environment);

  REQUIRE(writeText(folder.path() + "/compile_commands.json", "[{\"file\": \"a.cpp\"}]"));
  const Result<BuildTree> wrong = readBuildTree(folder.path());
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().status == ExitStatus::Usage);
  CHECK(wrong.error().text().find("compile_commands.json:1:2: error") != std::string::npos);
}

TEST_CASE("renames are a list, or an object that has one") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  const std::string file = folder.path() + "/renames.json";
  for (const char *text : {R"([{"from": "::a::X", "to": "b::Y"}])",
                           R"({"schema": 1, "renames": [{"from": "a::X", "to": "b::Y"}]})"}) {
    REQUIRE(writeText(file, text));
    const Result<std::vector<Rename>> renames = readRenames(file);
    REQUIRE(renames);
    REQUIRE(renames->size() == 1);
    CHECK((*renames)[0].from == "a::X");
    CHECK((*renames)[0].to == "b::Y");
  }
  REQUIRE(writeText(file, R"([{"from": "a"}])"));
  CHECK_FALSE(readRenames(file));
}

TEST_CASE("the renames of the last migration lie at the root of the tree, or there are none") {
  const TemporaryDirectory folder = *TemporaryDirectory::make();
  REQUIRE(writeText(folder.path() + "/b/compile_commands.json",
                    R"([{"directory": "..", "file": "src/a.cpp", "command": "cc -c src/a.cpp"}])"));
  CHECK(*journalRenames(folder.path() + "/b") == "");
  REQUIRE(writeText(folder.path() + "/.levitate/renames.json", "[]"));
  CHECK(*journalRenames(folder.path() + "/b") == folder.path() + "/.levitate/renames.json");
}
