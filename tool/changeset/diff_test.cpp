#include "tool/changeset/changeset.h"

#include "base/process.h"
#include "tool/changeset/tree_for_test.h"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <random>

using namespace levitate;
using namespace levitate::changeset;

namespace {

std::string diffOf(std::optional<std::string> before, std::optional<std::string> after,
                   const std::string &path = "f") {
  Changeset changes;
  changes.files[path] = {std::move(before), std::move(after), {}};
  return unifiedDiff(changes);
}

/// The diff is right when git makes the one state from the other with it.
void checkGitApplies(const Changeset &changes) {
  TreeForTest tree({});
  for (const auto &[path, change] : changes.files)
    if (change.before)
      tree.put(path, *change.before);
  Command command;
  command.arguments = {"git", "apply", "--unsafe-paths", "--whitespace=nowarn", "-"};
  command.directory = tree.root();
  // Without a repository around it git takes the folder as it is.
  command.environment = {{"GIT_CEILING_DIRECTORIES", tree.root()}, {"GIT_DIR", "/nonexistent"}};
  command.input = unifiedDiff(changes);
  const auto result = runProcess(command);
  REQUIRE(result);
  INFO(result->errors << command.input.substr(0, 2000));
  REQUIRE(result->succeeded());
  for (const auto &[path, change] : changes.files) {
    INFO(path);
    REQUIRE(exists(tree.path(path)) == change.after.has_value());
    if (change.after)
      REQUIRE(*readText(tree.path(path)) == *change.after);
  }
}

void checkGitApplies(const std::optional<std::string> &before,
                     const std::optional<std::string> &after) {
  Changeset changes;
  changes.files["a folder/f \"x\".txt"] = {before, after, {}};
  checkGitApplies(changes);
}

} // namespace

TEST_CASE("a changed line stands between three lines of context") {
  CHECK(
      diffOf("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
      "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("changes that are far apart are in hunks of their own, near ones in one") {
  std::string before, near, far;
  for (int i = 1; i <= 30; ++i) {
    const std::string line = std::to_string(i) + "\n";
    before += line;
    near += i == 10 || i == 17 ? "x\n" : line;
    far += i == 10 || i == 18 ? "x\n" : line;
  }
  auto hunks = [](const std::string &diff) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = diff.find("\n@@", at)) != std::string::npos; ++at)
      ++count;
    return count;
  };
  CHECK(hunks(diffOf(before, near)) == 1);
  CHECK(hunks(diffOf(before, far)) == 2);
}

TEST_CASE("a new and a deleted file have git's headers") {
  CHECK(diffOf({}, "a\n") == "diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n"
                             "@@ -0,0 +1 @@\n+a\n");
  CHECK(diffOf("a\nb\n", {}) == "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n"
                                "+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}

TEST_CASE("a file without a change is not in the diff") {
  CHECK(diffOf("a\n", "a\n").empty());
  CHECK(diffOf({}, {}).empty());
}

TEST_CASE("a missing newline at the end is said where it is") {
  CHECK(diffOf("a", "a\n").ends_with("-a\n\\ No newline at end of file\n+a\n"));
  CHECK(diffOf("a\n", "a").ends_with("-a\n+a\n\\ No newline at end of file\n"));
}

TEST_CASE("an added function is shown with its own closing brace") {
  const std::string diff = diffOf("void a() {\n}\n\nvoid c() {\n}\n",
                                  "void a() {\n}\n\nvoid b() {\n}\n\nvoid c() {\n}\n");
  CHECK(
      diff.ends_with("@@ -1,5 +1,8 @@\n void a() {\n }\n \n+void b() {\n+}\n+\n void c() {\n }\n"));
}

TEST_CASE("git applies what the diff says") {
  checkGitApplies("a\nb\nc\n", "a\nc\nd\n");
  checkGitApplies({}, "new\n");
  checkGitApplies("old\n", {});
  checkGitApplies({}, "");
  checkGitApplies("", {});
  checkGitApplies("a", "a\n");
  checkGitApplies("a\n", "a");
  checkGitApplies("", "a");
  checkGitApplies("a\r\nb\r\n", "a\r\nc\r\n");
  checkGitApplies("a\nb\r\nc", "a\nb\nc\r\n");
  checkGitApplies("\xEF\xBB\xBFx\n\xFF\xFE\n", "\xEF\xBB\xBFy\n\xFF\xFE\n");
  checkGitApplies(std::string("a\0b\nc\n", 6), std::string("a\0b\nd\n", 6));
}

TEST_CASE("git applies the diff of random texts") {
  std::mt19937 random(1);
  for (int round = 0; round < 60; ++round) {
    std::string texts[2];
    for (std::string &text : texts) {
      const int lines = int(random() % 40);
      for (int i = 0; i < lines; ++i)
        text += std::string(1, char('a' + random() % 4)) + "\n";
      if (random() % 4 == 0 && !text.empty())
        text.pop_back();
    }
    checkGitApplies(texts[0], texts[1]);
  }
}

TEST_CASE("several files are in order, and git applies them together") {
  Changeset changes;
  changes.files["z/new.txt"] = {{}, "1\n2\n", {}};
  changes.files["a/gone.txt"] = {"x\n", {}, {}};
  changes.files["m.txt"] = {"1\n", "2\n", {}};
  const std::string diff = unifiedDiff(changes);
  CHECK(diff.find("a/gone.txt") < diff.find("m.txt"));
  CHECK(diff.find("m.txt") < diff.find("z/new.txt"));
  checkGitApplies(changes);
}

TEST_CASE("a diff is the shortest one") {
  // One line of two hundred moved: one removed, one added.
  std::string before, after;
  for (int i = 0; i < 200; ++i) {
    if (i != 50)
      after += std::to_string(i) + "\n";
    if (i == 150)
      after += "50\n";
    before += std::to_string(i) + "\n";
  }
  const std::string diff = diffOf(before, after);
  std::size_t marks = 0;
  for (std::size_t at = 0; (at = diff.find('\n', at)) != std::string::npos; ++at)
    marks += at + 1 < diff.size() && (diff[at + 1] == '+' || diff[at + 1] == '-');
  CHECK(marks == 2 + 2); // and the two header lines
}

TEST_CASE("large files with few changes, and files with nothing in common, are compared quickly") {
  const auto start = std::chrono::steady_clock::now();
  std::string before, after;
  for (int i = 0; before.size() < 50U << 20; ++i) {
    const std::string line = "line number " + std::to_string(i) + " of a long file\n";
    before += line;
    after += i % 200'000 == 100 ? "another line\n" : line;
  }
  const std::string few = diffOf(before, after);
  CHECK(few.size() < 10'000);

  std::string left, right;
  for (int i = 0; i < 100'000; ++i) {
    left += std::to_string(i) + " left\n";
    right += i % 50 == 0 ? std::to_string(i) + " left\n" : std::to_string(i) + " right\n";
  }
  const std::string many = diffOf(left, right);
  CHECK(many.find("\n 50 left\n") != std::string::npos); // what is common is found all the same
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}

TEST_CASE("renames are written as equivalence reads them") {
  CHECK(renamesJson({{"a::B", "c::D"}}) == "{\n  \"schema\": 1,\n  \"renames\": [\n    {\n"
                                           "      \"from\": \"a::B\",\n      \"to\": \"c::D\"\n"
                                           "    }\n  ]\n}\n");
}
