#include "tool/corpus/candidates.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

namespace levitate::corpus {
namespace {

using nlohmann::json;

/// What moves of each class or function of a tree of `box.h` and `box.cpp` would take along; a
/// subject that is not there is no candidate.
std::map<std::string, json> movesOf(const std::string &header, const std::string &source) {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string root = realPath(folder->path()) + "/tree";
  REQUIRE(writeText(root + "/box.h", "#pragma once\n" + header));
  REQUIRE(writeText(root + "/box.cpp", "#include \"box.h\"\n" + source));
  const std::string build = realPath(folder->path()) + "/build";
  const json commands = {
      {{"directory", root}, {"file", "box.cpp"}, {"arguments", {"clang++-19", "-c", "box.cpp"}}}};
  REQUIRE(writeText(build + "/compile_commands.json", commands.dump()));
  auto candidates = candidatesOf(root, build, 1);
  if (!candidates)
    FAIL(candidates.error().text());
  std::map<std::string, json> moves;
  for (const char *operation : {"move class", "move function"})
    for (const Candidate &candidate : (*candidates)[operation]) {
      const json &symbols = candidate.step["move"]["symbols"];
      moves[symbols.front().get<std::string>()] = symbols;
    }
  return moves;
}

} // namespace

TEST_CASE("what stays and what moves can't need each other: they move together") {
  auto moves = movesOf("struct Base {};\n"
                       "struct Middle : Base {};\n"
                       "struct User { Middle middle; };\n"
                       "struct Other {};\n",
                       "");
  // Nothing here needs a User, so that its header can include this one.
  CHECK(moves["User"] == json{"User"});
  CHECK(moves["Middle"] == json{"Middle", "Base"});
  CHECK(moves["Base"] == json{"Base"});
}

TEST_CASE("a class that is needed by its name only stays") {
  auto moves = movesOf("struct Owner;\n"
                       "struct Item { Owner *owner; };\n"
                       "struct Owner { Item item; };\n"
                       "struct Other {};\n",
                       "");
  CHECK(moves["Item"] == json{"Item"});
  CHECK(moves["Owner"] == json{"Owner"});
}

TEST_CASE("functions that use a class which their source defines move together") {
  auto moves = movesOf("struct Handle;\n"
                       "Handle *make();\n"
                       "int use(const Handle *handle);\n"
                       "void pass(Handle *handle);\n",
                       "struct Handle { int number; };\n"
                       "Handle *make() { return new Handle{1}; }\n"
                       "int use(const Handle *handle) { return handle->number; }\n"
                       "void pass(Handle *) {}\n");
  CHECK(moves["make"] == json{"make", "use"});
  CHECK(moves["pass"] == json{"pass"});
}

TEST_CASE("what would take all of the header along is no move of one declaration") {
  auto moves = movesOf("struct Base {};\n"
                       "struct Middle : Base {};\n"
                       "struct User { Middle middle; };\n",
                       "");
  CHECK(moves.contains("Base"));
  auto whole = movesOf("struct Base {};\n"
                       "struct Middle : Base {};\n"
                       "inline Middle made() { return {}; }\n",
                       "");
  CHECK(whole["made"] == json{"made"});
  CHECK(whole["Middle"] == json{"Middle", "Base"});
  auto pair = movesOf("struct Base {};\n"
                      "struct Middle : Base {};\n"
                      "inline Middle make() { return {}; }\n#define MAKE make()\n",
                      "Middle made = MAKE;\n");
  CHECK(pair.contains("Base"));
  CHECK(!pair.contains("make"));
}

TEST_CASE("functions that share a helper of their source move together") {
  const std::string header = "int one(); int two(); int three();\n";
  auto moves = movesOf(header, "static int help() { return 1; }\n"
                               "static int own() { return help(); }\n"
                               "int one() { return own(); }\n"
                               "int two() { return help(); }\n"
                               "int three() { return 3; }\n");
  CHECK(moves["one"] == json{"one", "two"});
  CHECK(moves["two"] == json{"two", "one"});
  CHECK(moves["three"] == json{"three"});
  // So do those that share an alias.
  moves = movesOf(header, "using Number = int;\n"
                          "int one() { return Number(1); }\n"
                          "int two() { return Number(2); }\n"
                          "int three() { return 3; }\n");
  CHECK(moves["one"] == json{"one", "two"});
  CHECK(moves["three"] == json{"three"});
  // Code of another header can't be made to come along.
  moves = movesOf(header, "static int help() { return 1; }\n"
                          "int one() { return help(); }\n"
                          "int two() { return 2; }\n"
                          "int three() { return 3; }\n"
                          "int main() { return help(); }\n");
  CHECK(!moves.contains("one"));
  CHECK(moves["two"] == json{"two"});
}

} // namespace levitate::corpus
