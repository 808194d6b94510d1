#include "base/files.h"
#include "tool/workspace/compile_database.h"
#include "tool/workspace/file_kind.h"
#include "tool/workspace/overlay.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <filesystem>
#include <thread>

using namespace levitate;
using namespace levitate::workspace;

namespace {

/// A folder on disk.
struct Tree {
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();

  std::string root() const { return realPath(folder->path()); }
  std::string path(const std::string &name) const { return root() + "/" + name; }
  void put(const std::string &name, const std::string &text) const {
    REQUIRE(writeText(path(name), text));
  }
  /// The units of a database with that text.
  Result<std::vector<Unit>> load(const std::string &database) const {
    put("build/compile_commands.json", database);
    return loadCompileDatabase(path("build"));
  }
  std::vector<std::string> argumentsOf(const std::string &command) const {
    const auto units = load(R"([{"file": "a.cpp", "command": )" + command + "}]");
    REQUIRE(units);
    REQUIRE(units->size() == 1);
    return units->front().arguments;
  }
};

using Arguments = std::vector<std::string>;

} // namespace

TEST_CASE("compile database: a unit has its file, folder, arguments and configuration") {
  const Tree tree;
  const auto units = tree.load(R"([
    {"directory": "sub", "file": "../../src/b.cpp", "arguments": ["c++", "-c", "a b", "\"q\""]},
    {"directory": ")" + tree.path("build") +
                               R"(", "file": "a.cpp", "command": "c++ -c a.cpp"},
    {"file": "c.c", "command": "cc -c c.c"}])");
  REQUIRE(units);
  REQUIRE(units->size() == 3);
  // In order of their files.
  CHECK((*units)[0].file == tree.path("build/a.cpp"));
  CHECK((*units)[0].directory == tree.path("build"));
  CHECK((*units)[0].arguments == Arguments{"c++", "-c", "a.cpp"});
  CHECK((*units)[0].configuration == tree.path("build"));
  CHECK((*units)[1].file == tree.path("build/c.c"));
  CHECK((*units)[1].directory == tree.path("build"));
  CHECK((*units)[2].file == tree.path("src/b.cpp"));
  CHECK((*units)[2].directory == tree.path("build/sub"));
  CHECK((*units)[2].arguments == Arguments{"c++", "-c", "a b", "\"q\""});
}

TEST_CASE("compile database: a command is split as a shell splits it") {
  const Tree tree;
  CHECK(tree.argumentsOf(R"("c++  -c\t'a b' -DA=\\\"x \"\\$y\"")") ==
        Arguments{"c++", "-c", "a b", "-DA=\"x", "$y"});
}

TEST_CASE("compile database: a command has no launcher and no response files") {
  const Tree tree;
  tree.put("build/flags.rsp", "-DA -I x");
  CHECK(tree.argumentsOf(R"("ccache c++ @flags.rsp -c a.cpp")") ==
        Arguments{"c++", "-DA", "-I", "x", "-c", "a.cpp"});
}

TEST_CASE("compile database: a command given twice is one unit; another command is another") {
  const Tree tree;
  const auto units = tree.load(R"([{"file": "a.cpp", "command": "c++ a.cpp"},
                                   {"file": "a.cpp", "command": "c++ -O2 a.cpp"},
                                   {"file": "./a.cpp", "command": "c++ 'a.cpp'"}])");
  REQUIRE(units);
  CHECK(units->size() == 2);
}

TEST_CASE("compile database: assembly is left out") {
  const Tree tree;
  const auto units = tree.load(R"([{"file": "a.S", "command": "cc a.S"},
                                   {"file": "b.s", "command": "cc b.s"},
                                   {"file": "c.asm", "command": "cc c.asm"},
                                   {"file": "As.cpp", "command": "c++ As.cpp"}])");
  REQUIRE(units);
  REQUIRE(units->size() == 1);
  CHECK(units->front().file == tree.path("build/As.cpp"));
}

TEST_CASE("compile database: links in a file's path are resolved") {
  const Tree tree;
  tree.put("real/a.cpp", "");
  std::filesystem::create_directory_symlink(tree.path("real"), tree.path("link"));
  const auto units = tree.load(R"([{"file": "../link/a.cpp", "command": "c++ a.cpp"}])");
  REQUIRE(units);
  CHECK(units->front().file == tree.path("real/a.cpp"));
}

TEST_CASE("compile database: a missing one is the environment's fault and says what to do") {
  const Tree tree;
  const auto units = loadCompileDatabase(tree.path("build"));
  REQUIRE_FALSE(units);
  CHECK(units.error().status == ExitStatus::Environment);
  CHECK(units.error().text().find("CMAKE_EXPORT_COMPILE_COMMANDS") != std::string::npos);
}

TEST_CASE("compile database: a malformed one is an error with its position") {
  const Tree tree;
  for (const char *text :
       {"[\n{\"file\": \"a.cpp\"}]", "[\n{\"command\": \"c++\"}]", "[\n{\"file\": 1}]", "[\n1]",
        "[\n{\"file\": \"a\", \"command\": \" \"}]", "[\n{\"file\": \"a\", \"arguments\": []}]",
        "[\n{\"file\": \"a\", \"arguments\": [1]}]", "[\n{", "\n{}"}) {
    INFO(text);
    const auto units = tree.load(text);
    REQUIRE_FALSE(units);
    CHECK(units.error().status == ExitStatus::Usage);
    const Location &where = units.error().diagnostics.front().where;
    CHECK(where.file == tree.path("build/compile_commands.json"));
    CHECK(where.line == 2);
    CHECK(where.column > 0);
  }
}

TEST_CASE("build directories: build*/ and one level below") {
  const Tree tree;
  for (const char *folder :
       {"build", "build-arm", "build/x86", "out", "build/x86/deep", "src/build"})
    tree.put(std::string(folder) + "/compile_commands.json", "[]");
  tree.put("build-empty/other", "");
  CHECK(findBuildDirectories(tree.root()) ==
        std::vector{tree.path("build"), tree.path("build-arm"), tree.path("build/x86")});
  CHECK(findBuildDirectories(tree.path("nowhere")).empty());
}

TEST_CASE("overlay: planned contents hide the disk, which is not touched") {
  const Tree tree;
  tree.put("a", "old");
  Overlay overlay(tree.root());
  CHECK(**overlay.read("a") == "old");
  CHECK(overlay.exists("a"));
  overlay.write("a", "new");
  overlay.write("b", "made");
  CHECK(**overlay.read("a") == "new");
  CHECK(**overlay.readOriginal("a") == "old");
  CHECK(overlay.exists("b"));
  CHECK_FALSE(overlay.readOriginal("b")->has_value());
  overlay.erase("a");
  CHECK_FALSE(overlay.exists("a"));
  CHECK_FALSE(overlay.read("a")->has_value());
  CHECK(**overlay.readOriginal("a") == "old");
  CHECK(*readText(tree.path("a")) == "old");
  CHECK_FALSE(exists(tree.path("b")));
  CHECK_FALSE(overlay.exists("c"));
  CHECK_FALSE(overlay.read("c")->has_value());
}

TEST_CASE("overlay: what can't be read is an environment error") {
  const Tree tree;
  tree.put("folder/a", "");
  const auto text = Overlay(tree.root()).read("folder");
  REQUIRE_FALSE(text);
  CHECK(text.error().status == ExitStatus::Environment);
}

TEST_CASE("overlay: several threads read it at once") {
  constexpr int Files = 200, Threads = 8;
  const Tree tree;
  for (int i = 0; i < Files; ++i)
    tree.put(std::to_string(i), std::to_string(i));
  const Overlay overlay(tree.root());
  std::atomic<int> right = 0, begun = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < Threads; ++thread)
    threads.emplace_back([&] {
      for (++begun; begun < Threads;) {
      }
      for (int i = 0; i < Files; ++i) {
        const auto text = overlay.read(std::to_string(i));
        right += text && *text == std::to_string(i);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  CHECK(right == Files * Threads);
}

TEST_CASE("overlay: the changes are what differs from the disk") {
  const Tree tree;
  tree.put("same", "same");
  tree.put("edited", "old");
  tree.put("gone", "text");
  Overlay overlay(tree.root());
  CHECK(overlay.changes()->empty());
  overlay.write("same", "other");
  overlay.write("same", "same");
  overlay.write("edited", "new");
  overlay.erase("gone");
  overlay.write("here", "text");
  overlay.noteMove("gone", "here");
  overlay.write("passing", "x");
  overlay.erase("passing");
  const auto changes = overlay.changes();
  REQUIRE(changes);
  CHECK(changes->root == tree.root());
  REQUIRE(changes->files.size() == 3);
  const auto &edited = changes->files.at("edited"), &gone = changes->files.at("gone"),
             &here = changes->files.at("here");
  CHECK(edited.before == "old");
  CHECK(edited.after == "new");
  CHECK(edited.movedFrom.empty());
  CHECK(gone.before == "text");
  CHECK_FALSE(gone.after);
  CHECK_FALSE(here.before);
  CHECK(here.after == "text");
  CHECK(here.movedFrom == "gone");
}

TEST_CASE("C and C++ files are known by their names") {
  CHECK(isCppFile("a/b.cpp"));
  CHECK(isCppFile("a.h"));
  CHECK(!isCppFile("README.md"));
  CHECK(!isCppFile("include/vector"));
  CHECK(isHeader("include/vector"));
  CHECK(isHeader("a.hpp"));
  CHECK(!isHeader("a.cpp"));
  CHECK(isHeader("a.inl"));
  CHECK(isHeaderPart("a.inl"));
  CHECK(!isHeaderPart("a.hpp"));
}
