#include "tool/changeset/export.h"

#include "base/process.h"
#include "tool/changeset/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>
#include <unistd.h>

using namespace levitate;
using namespace levitate::changeset;

namespace {

void git(const TreeForTest &tree, std::vector<std::string> arguments) {
  Command command;
  command.arguments = {"git", "-c", "user.name=t", "-c", "user.email=t@localhost"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.directory = tree.root();
  const auto result = runProcess(command);
  REQUIRE(result);
  REQUIRE(result->succeeded());
}

Changeset oneChange(const TreeForTest &tree) {
  Changeset changes;
  changes.root = tree.root();
  changes.files["src/a.cpp"] = {"a\n", "new\n", {}};
  changes.files["src/gone.cpp"] = {"g\n", {}, {}};
  changes.files["lib/new.cpp"] = {{}, "g\n", "src/gone.cpp"};
  return changes;
}

TreeForTest sampleTree() {
  TreeForTest tree({{"src/a.cpp", "a\n"},
                    {"src/gone.cpp", "g\n"},
                    {"run.sh", "#!\n"},
                    {"out/CMakeCache.txt", "c"},
                    {"out/a.o", "o"},
                    {".levitate/lock", "1"}});
  REQUIRE(::chmod(tree.path("run.sh").c_str(), 0755) == 0);
  REQUIRE(::symlink("run.sh", tree.path("link").c_str()) == 0);
  return tree;
}

timespec timeOf(const std::string &path) {
  struct stat status = {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mtim;
}

} // namespace

TEST_CASE("the output is the tree with the changes, without builds and our own files") {
  TreeForTest tree = sampleTree(), place({});
  const auto before = tree.snapshot();
  const std::string output = place.path("deep/migrated");
  const auto summary = exportTree(oneChange(tree), output, {{"a", "b"}});
  REQUIRE(summary);
  CHECK(summary->files == 4);
  CHECK(*readText(output + "/src/a.cpp") == "new\n");
  CHECK(*readText(output + "/lib/new.cpp") == "g\n");
  CHECK(!exists(output + "/src/gone.cpp"));
  CHECK(!exists(output + "/out"));
  CHECK(*readText(output + "/.levitate/renames.json") == renamesJson({{"a", "b"}}));
  const auto copied = TreeForTest::snapshotOf(output);
  CHECK(copied.at("run.sh") == before.at("run.sh"));
  CHECK(copied.at("link") == "link run.sh");
  CHECK(tree.snapshot() == before);
}

TEST_CASE("with git the output is what git tracks or would add") {
  TreeForTest tree({{"src/a.cpp", "a\n"},
                    {"src/gone.cpp", "g\n"},
                    {".gitignore", "/ignored/\n"},
                    {"ignored/x", "x"},
                    {"removed", "r"}}),
      place({});
  git(tree, {"init", "-q"});
  git(tree, {"add", "."});
  git(tree, {"commit", "-q", "-m", "x"});
  tree.put("untracked", "u");
  REQUIRE(removeAll(tree.path("removed")));
  const std::string output = place.path("migrated");
  REQUIRE(exportTree(oneChange(tree), output, {}));
  CHECK(exists(output + "/untracked"));
  CHECK(exists(output + "/.gitignore"));
  CHECK(!exists(output + "/ignored"));
  CHECK(!exists(output + "/removed"));
  CHECK(!exists(output + "/.git"));
}

TEST_CASE("a second export gives the same bytes and keeps the times, so that builds stay valid") {
  TreeForTest tree = sampleTree(), place({});
  const std::string output = place.path("migrated");
  REQUIRE(exportTree(oneChange(tree), output, {}));
  const auto first = TreeForTest::snapshotOf(output);
  const timespec kept = timeOf(output + "/src/a.cpp");
  tree.put("run.sh", "#!2\n");
  const auto summary = exportTree(oneChange(tree), output, {});
  REQUIRE(summary);
  CHECK(summary->written == 1);
  const timespec now = timeOf(output + "/src/a.cpp");
  CHECK(now.tv_sec == kept.tv_sec);
  CHECK(now.tv_nsec == kept.tv_nsec);
  auto second = TreeForTest::snapshotOf(output);
  CHECK(second.at("run.sh").ends_with("#!2\n"));
  second.at("run.sh") = first.at("run.sh");
  CHECK(second == first);
  CHECK(place.snapshot().count("migrated.new") == 0);
}

TEST_CASE("what an older output had and the new one has not is gone") {
  TreeForTest tree = sampleTree(), place({});
  const std::string output = place.path("migrated");
  REQUIRE(exportTree(oneChange(tree), output, {}));
  REQUIRE(writeText(output + "/stale.cpp", "s"));
  REQUIRE(exportTree(oneChange(tree), output, {}));
  CHECK(!exists(output + "/stale.cpp"));
}

TEST_CASE("a folder that is not ours is not replaced") {
  TreeForTest tree = sampleTree(), place({{"home/thesis.txt", "years of work"}});
  const auto before = place.snapshot();
  auto refusedFor = [&](const std::string &output) {
    const auto summary = exportTree(oneChange(tree), output, {});
    REQUIRE(!summary);
    CHECK(summary.error().status == ExitStatus::Refused);
  };
  refusedFor(place.path("home"));
  refusedFor(place.path("home/thesis.txt"));
  refusedFor(tree.root());
  refusedFor(std::string(parentPath(tree.root())));
  CHECK(place.snapshot() == before);
}

TEST_CASE("an output within the tree is not copied into itself") {
  TreeForTest tree = sampleTree();
  const std::string output = tree.path("build/migrated");
  REQUIRE(exportTree(oneChange(tree), output, {}));
  REQUIRE(exportTree(oneChange(tree), output, {}));
  CHECK(!exists(output + "/build"));
}

TEST_CASE("a link of the tree to a file that goes is refused") {
  TreeForTest tree({{"real", "1"}}), place({});
  Changeset changes;
  changes.root = tree.root();
  changes.files["real"] = {"1", {}, {}};
  REQUIRE(makeDirectory(tree.path(".git/private")));
  REQUIRE(::symlink("../../real", tree.path(".git/private/link").c_str()) == 0);
  REQUIRE(exportTree(changes, place.path("migrated"), {}));
  REQUIRE(::symlink("real", tree.path("link").c_str()) == 0);
  const auto summary = exportTree(changes, place.path("migrated"), {});
  REQUIRE(!summary);
  CHECK(summary.error().status == ExitStatus::Refused);
  CHECK(summary.error().text().find("link: error: it is a symbolic link to real, which goes") !=
        std::string::npos);
}

TEST_CASE("a tree that changed since the plan is refused") {
  TreeForTest tree = sampleTree(), place({});
  const Changeset changes = oneChange(tree);
  tree.put("src/a.cpp", "edited\n");
  const auto summary = exportTree(changes, place.path("migrated"), {});
  REQUIRE(!summary);
  CHECK(summary.error().status == ExitStatus::Refused);
  CHECK(!exists(place.path("migrated")));
}

TEST_CASE("a failure at any change of the disk leaves the older output whole") {
  TreeForTest tree = sampleTree(), place({});
  const std::string output = place.path("migrated");
  REQUIRE(exportTree(oneChange(tree), output, {}));
  const auto older = TreeForTest::snapshotOf(output);
  tree.put("run.sh", "#!2\n");
  for (int n = 1;; ++n) {
    const auto summary =
        exportTree(oneChange(tree), output, {},
                   [n, count = 0](std::string_view) mutable { return ++count == n ? ENOSPC : 0; });
    if (summary) {
      CHECK(n > 5);
      break;
    }
    INFO("failed at change " << n);
    const auto now = TreeForTest::snapshotOf(output);
    // After the swap only the removal of the older tree can fail.
    REQUIRE((now == older || now.at("run.sh").ends_with("#!2\n")));
  }
}

TEST_CASE("git says which files it ignores, where it has a say") {
  TreeForTest tree({{".gitignore", "*.gen\n/out/\n"}, {"a.h", ""}, {"b.gen", ""}, {"c.gen", ""}});
  const std::vector<std::string> paths = {"a.h", "b.gen", "c.gen", "new.gen"};
  const auto git = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"git", "-C", tree.root()});
    const auto result = runProcess({.arguments = arguments});
    REQUIRE(result);
    REQUIRE(result->succeeded());
  };
  CHECK(ignoredByGit(tree.root(), paths).empty());
  git({"init", "-q"});
  git({"add", "-f", "c.gen"});
  CHECK(ignoredByGit(tree.root(), paths) == std::vector<std::string>{"b.gen", "new.gen"});
  REQUIRE(writeText(tree.path("out/tree/b.gen"), ""));
  CHECK(ignoredByGit(tree.path("out/tree"), {"b.gen"}).empty());
}
