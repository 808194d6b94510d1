// --staged judges what git has in its index, not what lies on the disk.
#include "base/files.h"
#include "base/process.h"
#include "verify/layers/check.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::layers;

namespace {

void git(const std::string &folder, std::vector<std::string> arguments) {
  Command command;
  command.arguments = {"git",
                       "-C",
                       folder,
                       "-c",
                       "user.name=Test",
                       "-c",
                       "user.email=t@example.com",
                       "-c",
                       "commit.gpgsign=false"};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  const auto result = runProcess(command);
  REQUIRE(result);
  INFO(result->errors);
  REQUIRE(result->succeeded());
}

} // namespace

TEST_CASE("the index is checked, and only what is staged is reported") {
  if (!findProgram("git"))
    SKIP("there is no git");
  auto scratch = TemporaryDirectory::make();
  REQUIRE(scratch);
  const std::string root = scratch->path() + "/tree";
  const auto write = [&](const std::string &name, const std::string &text) {
    REQUIRE(writeText(root + "/" + name, text));
  };
  write("layers.json", R"({"version": 1, "layers": [{"name": "a", "files": ["a/**"]},
    {"name": "b", "files": ["b/**"]}], "order": ["a", "b"]})");
  write("a/a.h", "");
  write("b/old.h", "#include \"../a/a.h\"\n"); // a violation, but not of this commit
  git(root, {"init", "-q"});
  git(root, {"add", "."});
  git(root, {"commit", "-q", "-m", "start"});

  Request request;
  request.policy = root + "/layers.json";
  request.staged = true;
  SECTION("nothing staged, nothing said") {
    const auto report = check(request);
    REQUIRE(report);
    CHECK(report->violations() == 0);
  }
  SECTION("what is staged counts though the disk has been mended since") {
    write("b/new.h", "\n#include \"../a/a.h\"\n");
    git(root, {"add", "b/new.h"});
    write("b/new.h", "");
    const auto report = check(request);
    REQUIRE(report);
    REQUIRE(report->violations() == 1);
    CHECK(report->findings[0].from.file == "b/new.h");
    CHECK(report->findings[0].from.line == 2);
  }
  SECTION("what is only on the disk does not count") {
    write("b/new.h", "");
    git(root, {"add", "b/new.h"});
    write("b/new.h", "#include \"../a/a.h\"\n");
    const auto report = check(request);
    REQUIRE(report);
    CHECK(report->violations() == 0);
  }
  SECTION("a file that is staged and gone from the disk still exists") {
    write("b/new.h", "#include \"gone.h\"\n");
    write("b/gone.h", "#include \"../a/a.h\"\n");
    git(root, {"add", "b/new.h", "b/gone.h"});
    REQUIRE(removeAll(root + "/b/gone.h"));
    const auto report = check(request);
    REQUIRE(report);
    CHECK(report->violations() == 1);
  }
  SECTION("a name with a newline does not mix up the contents of the others") {
    write("b/a\nb.h", "");
    write("b/new.h", "#include \"../a/a.h\"\n");
    git(root, {"add", "."});
    write("b/new.h", "");
    const auto report = check(request);
    REQUIRE(report);
    REQUIRE(report->violations() == 1);
    CHECK(report->findings[0].from.file == "b/new.h");
    CHECK(report->contents.at(report->root + "/b/new.h") == "#include \"../a/a.h\"\n");
  }
  SECTION("whoever includes what is staged to be removed is looked at") {
    git(root, {"rm", "-q", "a/a.h"});
    const auto report = check(request);
    REQUIRE(report);
    REQUIRE(report->findings.size() == 1);
    CHECK(report->findings[0].rule == "unresolved");
    CHECK(report->findings[0].from.file == "b/old.h");
    CHECK(report->files == 1);
  }
}
