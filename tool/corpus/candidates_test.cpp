#include "tool/corpus/candidates.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <set>

namespace levitate::corpus {
namespace {

std::map<std::string, std::vector<Candidate>> candidatesOfSmallTree() {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string root = realPath(folder->path()) + "/tree";
  REQUIRE(writeText(root + "/box.h",
                    "#pragma once\n"
                    "#define BOX_LIMIT 3\n"
                    "namespace store {\n"
                    "class Box { public: Box(); int size() const; int half() const; "
                    "int size_; };\n"
                    "enum class Kind { Small, LARGE };\n"
                    "#define DECLARE(name) class name##Tag {}\n"
                    "DECLARE(Secret);\n"
                    "}\n"));
  REQUIRE(writeText(root + "/box_inline.h",
                    "#pragma once\n"
                    "inline int store::Box::half() const { return size_ / 2; }\n"));
  REQUIRE(writeText(root + "/box.cpp", "#include \"box.h\"\n"
                                       "#include \"box_inline.h\"\n"
                                       "#include <cstdio>\n"
                                       "#include <exception>\n"
                                       "struct Failure : std::exception {\n"
                                       "  const char *what() const noexcept override;\n"
                                       "  virtual int code() const;\n"
                                       "};\n"
                                       "static int counter = BOX_LIMIT;\n"
                                       "store::Box::Box() : size_(counter) {}\n"
                                       "int store::Box::size() const { return size_; }\n"
                                       "int main() { std::puts(\"\"); }\n"));
  const std::string build = realPath(folder->path()) + "/build";
  const nlohmann::json commands = {
      {{"directory", root}, {"file", "box.cpp"}, {"arguments", {"clang++-19", "-c", "box.cpp"}}}};
  REQUIRE(writeText(build + "/compile_commands.json", commands.dump()));
  auto candidates = candidatesOf(root, build, 2);
  if (!candidates)
    FAIL(candidates.error().text());
  return *candidates;
}

std::set<std::string> subjectsOf(const std::vector<Candidate> &candidates) {
  std::set<std::string> subjects;
  for (const Candidate &candidate : candidates)
    subjects.insert(candidate.subject);
  return subjects;
}

} // namespace

TEST_CASE("candidates are what the tree declares, and nothing that it only uses") {
  auto candidates = candidatesOfSmallTree();
  CHECK(subjectsOf(candidates["rename class"]) == std::set<std::string>{"store::Box", "Failure"});
  CHECK(subjectsOf(candidates["rename method"]) ==
        std::set<std::string>{"store::Box::size", "store::Box::half"});
  CHECK(subjectsOf(candidates["rename field"]) == std::set<std::string>{"store::Box::size_"});
  CHECK(subjectsOf(candidates["rename variable"]) == std::set<std::string>{"counter"});
  CHECK(subjectsOf(candidates["rename macro"]) == std::set<std::string>{"BOX_LIMIT", "DECLARE"});
  CHECK(subjectsOf(candidates["rename virtual method"]) == std::set<std::string>{"Failure::code"});
  CHECK(candidates["rename function"].empty()); // main keeps its name
}

TEST_CASE("the tree's namespaces are renamed, others are not") {
  auto candidates = candidatesOfSmallTree();
  CHECK(subjectsOf(candidates["rename namespace"]) == std::set<std::string>{"store to store2"});
  CHECK(subjectsOf(candidates["rename namespace into another"]) ==
        std::set<std::string>{"store to moved::store"});
}

TEST_CASE("a new name is in the style of the old one") {
  auto candidates = candidatesOfSmallTree();
  CHECK(candidates["rename field"].front().newName == "size2_");
  CHECK(candidates["rename macro"].front().newName == "BOX_LIMIT_RENAMED");
  CHECK(candidates["rename class"].front().newName == "Box2");
}

TEST_CASE("a class with definitions in a source moves with a source") {
  auto candidates = candidatesOfSmallTree();
  REQUIRE(candidates["move class"].size() == 1);
  const nlohmann::json to = candidates["move class"].front().step["move"]["to"];
  CHECK(to["header"] == "box_moved.h");
  CHECK(to["source"] == "box_moved.cpp");
  CHECK(!candidates["move enumeration"].front().step["move"]["to"].contains("source"));
}

TEST_CASE("all of a header moves when it declares something of its own") {
  auto candidates = candidatesOfSmallTree();
  CHECK(subjectsOf(candidates["move all of a header"]) == std::set<std::string>{"box.h"});
  CHECK(subjectsOf(candidates["rename header"]).size() == 2);
}

TEST_CASE("a draw is decided by the seed, holds nothing twice, and takes from all operations") {
  const auto candidates = candidatesOfSmallTree();
  const auto subjects = [&](std::size_t count, std::uint64_t seed) {
    std::vector<std::string> result;
    for (const Candidate &candidate : draw(candidates, count, seed))
      result.push_back(candidate.operation + " " + candidate.subject);
    return result;
  };
  CHECK(subjects(5, 7) == subjects(5, 7));
  CHECK(subjects(5, 7) != subjects(5, 8));
  const std::vector<std::string> all = subjects(1000, 1);
  CHECK(std::set<std::string>(all.begin(), all.end()).size() == all.size());
  std::set<std::string> operations;
  for (const Candidate &candidate : draw(candidates, candidates.size(), 3))
    operations.insert(candidate.operation);
  CHECK(operations.size() == candidates.size());
}

} // namespace levitate::corpus
