// Inputs as they should not be: every one ends in a verdict or in an error that says what is wrong.
#include "verify/equivalence/compare.h"
#include "verify/equivalence/machine_code.h"

#include "base/files.h"
#include "base/process.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <random>

namespace {

using namespace levitate;
using namespace levitate::equivalence;
using nlohmann::json;
using Words = std::vector<std::string>;

/// Two trees of one unit each, `unit.cpp`, that say the same.
class Trees {
public:
  Trees() : folder(*TemporaryDirectory::make()) {
    for (const char *side : {"before", "after"})
      write(std::string(side) + "/unit.cpp", "int f(int v) { return v + 1; }\n");
  }

  std::string path(const std::string &name) const { return folder.path() + "/" + name; }

  void write(const std::string &name, const std::string &text) const {
    REQUIRE(writeText(path(name), text));
  }

  void describe(const std::string &side, json entries) const {
    for (json &entry : entries)
      if (!entry.contains("directory"))
        entry["directory"] = path(side);
    write(side + "/compile_commands.json", entries.dump());
  }

  void describe(const json &entries) const {
    describe("before", entries);
    describe("after", entries);
  }

  Result<Certificate> compare() const {
    Request request;
    request.beforeBuildDir = path("before");
    request.afterBuildDir = path("after");
    return equivalence::compare(request);
  }

private:
  TemporaryDirectory folder;
};

json entryOf(const Words &arguments) { return {{"file", "unit.cpp"}, {"arguments", arguments}}; }

} // namespace

TEST_CASE("options that ask for other outputs do not keep a unit from being compared") {
  const Trees trees;
  for (const Words &options :
       {Words{"-E"}, Words{"-S"}, Words{"-emit-llvm", "-S"}, Words{"-fsyntax-only"},
        Words{"-save-temps"}, Words{"-flto"}, Words{"-flto=thin"}, Words{"-ftime-trace"},
        Words{"-fembed-bitcode"}, Words{"-MD", "-MF", "unit.d"}, Words{"-o", "-"},
        Words{"-Werror", "-Weverything"}, Words{"-gsplit-dwarf"}, Words{"-fdebug-prefix-map=/=."},
        Words{"-fconcepts-diagnostics-depth=3", "-mno-avx256-split-unaligned-load"}}) {
    Words arguments = {"clang++", "-c", "unit.cpp"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    INFO(shellQuoted(arguments));
    trees.describe(json::array({entryOf(arguments)}));
    const Result<Certificate> certificate = trees.compare();
    if (!certificate)
      FAIL(certificate.error().text());
    CHECK(certificate->verdict == Verdict::Equivalent);
    CHECK(certificate->functions == 1);
  }
  std::size_t files = listFiles(trees.path("before"))->size();
  CHECK(files == 2); // nothing was written
}

TEST_CASE("arguments and command mean the same") {
  const Trees trees;
  trees.describe("before", json::array({{{"file", "unit.cpp"},
                                         {"command", "clang++ -DX=\\\"a\\ b\\\" -c unit.cpp"}}}));
  trees.describe("after", json::array({entryOf({"clang++", "-DX=\"a b\"", "-c", "unit.cpp"})}));
  const Result<Certificate> certificate = trees.compare();
  REQUIRE(certificate);
  CHECK(certificate->verdict == Verdict::Equivalent);
}

TEST_CASE("one source in two targets is two units") {
  const Trees trees;
  for (const char *side : {"before", "after"})
    trees.write(std::string(side) + "/unit.cpp", "int f() { return VALUE; }\n");
  const auto entries = [](const char *one, const char *other) {
    return json::array({entryOf({"clang++", one, "-c", "unit.cpp", "-o", "a/unit.o"}),
                        entryOf({"clang++", other, "-c", "unit.cpp", "-o", "b/unit.o"})});
  };
  trees.describe(entries("-DVALUE=1", "-DVALUE=2"));
  CHECK(trees.compare()->verdict == Verdict::Equivalent);
  trees.describe("after", entries("-DVALUE=1", "-DVALUE=3"));
  CHECK(trees.compare()->verdict == Verdict::Different);
}

TEST_CASE("what can't be read or compiled is an error that names it") {
  const Trees trees;
  const auto fails = [&](const json &entries, const std::string &text) {
    trees.describe(entries);
    const Result<Certificate> certificate = trees.compare();
    REQUIRE_FALSE(certificate);
    INFO(certificate.error().text());
    CHECK(certificate.error().status == ExitStatus::Environment);
    CHECK(certificate.error().text().find(text) != std::string::npos);
  };
  fails(json::array({{{"file", "absent.cpp"}, {"command", "clang++ -c absent.cpp"}}}),
        "absent.cpp");
  std::filesystem::create_symlink("loop.cpp", trees.path("before/loop.cpp"));
  fails(json::array({{{"file", "loop.cpp"}, {"command", "clang++ -c loop.cpp"}}}), "loop.cpp");
  fails(json::array(
            {{{"directory", "/nowhere"}, {"file", "a.cpp"}, {"command", "clang++ -c a.cpp"}}}),
        "/nowhere");
  fails(json::array({entryOf({"clang++", "-std=c++1999", "-c", "unit.cpp"})}), "c++1999");
  fails(json::array({entryOf({"clang++", "--target=unknown-machine", "-c", "unit.cpp"})}),
        "unit.cpp");
  fails(json::array({entryOf({"clang++"})}), "unit.cpp");
  trees.write("before/deep.cpp", "#include \"deep.cpp\"\n");
  fails(json::array({{{"file", "deep.cpp"}, {"command", "clang++ -c deep.cpp"}}}),
        "nested too deeply");
}

TEST_CASE("damaged object files are passed over, or read as far as they go") {
  const Trees trees;
  const Result<ProcessResult> compiled =
      runProcess({.arguments = {LEVITATE_TEST_COMPILER, "-O1", "-c", trees.path("before/unit.cpp"),
                                "-o", trees.path("before/unit.o")}});
  REQUIRE(compiled);
  REQUIRE(compiled->succeeded());
  const std::string whole = *readText(trees.path("before/unit.o"));
  trees.describe(json::array({entryOf({"clang++", "-c", "unit.cpp", "-o", "unit.o"})}));
  const BuildTree before = *readBuildTree(trees.path("before"));
  const BuildTree after = *readBuildTree(trees.path("after"));
  SymbolNames names({});
  trees.write("after/unit.o", whole);
  CHECK(compareMachineCode(before, after, names, names).identical == 1);
  for (const char *text : {"", "BC\xC0\xDE", "!<thin>\n",
                           "\x7F"
                           "ELF",
                           "text"}) {
    trees.write("after/unit.o", text);
    CHECK(compareMachineCode(before, after, names, names).identical == 0);
  }
  for (std::size_t length = 0; length < whole.size(); length += 29) {
    trees.write("after/unit.o", whole.substr(0, length));
    CHECK(compareMachineCode(before, after, names, names).identical <= 1);
  }
  std::mt19937 random(11); // always the same damage
  for (int round = 0; round < 60; ++round) {
    std::string bytes = whole;
    for (int change = 0; change < 3; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    trees.write("after/unit.o", bytes);
    CHECK(compareMachineCode(before, after, names, names).identical <= 1);
  }
}
