// What is compared of programs beside their units: how they are linked.
#include "verify/equivalence/compare.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace levitate;
using namespace levitate::equivalence;

namespace {

struct Source {
  std::string name, text;
  std::vector<std::string> flags;
};

/// A program of such sources, each with options of its own, in a tree of its own.
class Trees {
public:
  Trees() : folder(*TemporaryDirectory::make()) {}

  BuildTree make(const std::string &side, const std::vector<Source> &sources) const {
    BuildTree tree;
    tree.directory = tree.root = folder.path() + "/" + side;
    tree.hasTargets = true;
    ProgramUnits program;
    program.name = "program";
    program.binary = tree.root + "/program";
    program.parts.resize(1);
    for (const Source &source : sources) {
      REQUIRE(writeText(tree.root + "/" + source.name, source.text));
      Compilation unit;
      unit.directory = tree.root;
      unit.source = tree.root + "/" + source.name;
      unit.output = source.name + ".o";
      unit.arguments = {"clang++", "-std=c++20", "--target=x86_64-linux-gnu"};
      unit.arguments.insert(unit.arguments.end(), source.flags.begin(), source.flags.end());
      unit.arguments.insert(unit.arguments.end(), {"-c", source.name, "-o", unit.output});
      program.parts[0].compilations.push_back(tree.compilations.size());
      tree.compilations.push_back(std::move(unit));
    }
    tree.programs.push_back(std::move(program));
    return tree;
  }

private:
  TemporaryDirectory folder;
};

bool has(const Certificate &certificate, const std::string &kind, const std::string &message) {
  return std::any_of(certificate.differences.begin(), certificate.differences.end(),
                     [&](const Difference &difference) {
                       return difference.kind == kind &&
                              difference.message.find(message) != std::string::npos;
                     });
}

} // namespace

TEST_CASE("a program is linked as before") {
  const Trees trees;
  const std::vector<Source> sources = {{"main.cpp", "int main() { return 0; }\n", {}}};
  const BuildTree before = trees.make("before", sources);
  BuildTree after = trees.make("after", sources);
  ProgramUnits &program = after.programs[0];
  const auto compared = [&](const BuildTree &was) {
    const Result<Certificate> certificate = compareTrees(was, after, {});
    REQUIRE(certificate);
    return *certificate;
  };
  const auto differs = [&](const std::string &kind, const std::string &message) {
    const Certificate certificate = compared(before);
    CHECK(certificate.verdict == Verdict::Different);
    CHECK(certificate.differences.size() == 1);
    return has(certificate, kind, message);
  };
  CHECK(compared(before).verdict == Verdict::Equivalent);
  SECTION("an option") {
    program.linkOptions = {"-Wl,--wrap=malloc"};
    CHECK(differs("link-options", "other options"));
  }
  SECTION("a linker script") {
    program.linkerScripts = "SECTIONS {}\n";
    CHECK(differs("linker-script", "another linker script"));
  }
  SECTION("a command around the link") {
    program.commands = "strip program";
    CHECK(differs("link-options", "other commands"));
  }
  SECTION("the kind of the file") {
    program.type = "MODULE_LIBRARY";
    CHECK(differs("link-options", "another kind of file"));
  }
  SECTION("a command that treats a library which is linked") {
    BuildTree was = before;
    for (BuildTree *tree : {&was, &after}) {
      tree->libraries.emplace_back();
      tree->libraries[0].name = "low";
      tree->libraries[0].isLibrary = true;
      tree->libraries[0].commands = "POST_BUILD: ranlib liblow.a";
    }
    CHECK(compared(was).verdict == Verdict::Equivalent);
    after.libraries[0].commands = "POST_BUILD: objcopy --weaken liblow.a";
    CHECK(has(compared(was), "link-options", "other commands after it is made"));
    after.libraries.clear();
    CHECK(has(compared(was), "link-options", "other commands after it is made"));
  }
  SECTION("the name of the file") {
    program.binary += "2";
    CHECK(differs("link-options", "a file of another name"));
  }
  SECTION("a library from elsewhere") {
    program.libraries = {"-lm"};
    CHECK(differs("link-options", "other libraries"));
  }
  SECTION("a library of other contents") {
    BuildTree was = before;
    was.programs[0].libraryContents = {{"lib/libx.a", "1"}};
    program.libraryContents = {{"lib/libx.a", "1"}};
    CHECK(compared(was).verdict == Verdict::Equivalent);
    program.libraryContents = {{"lib/libx.a", "2"}};
    CHECK(has(compared(was), "link-options", "a library of other contents"));
  }
  SECTION("the order of libraries is an exception") {
    BuildTree was = before;
    was.programs[0].libraries = {"-lm", "-lz"};
    program.libraries = {"-lz", "-lm"};
    CHECK(compared(was).verdict == Verdict::EquivalentExcept);
  }
}

TEST_CASE("what an executable exports must not be left in its library") {
  const Trees trees;
  const auto compared = [&](const std::vector<std::string> &options) {
    const auto make = [&](const std::string &side, bool isArchive) {
      BuildTree tree = trees.make(side, {{"main.cpp", "int main() { return 0; }\n", {}},
                                         {"low.cpp", "int low() { return 1; }\n", {}}});
      ProgramUnits &program = tree.programs[0];
      program.parts = {{{0}, false}, {{1}, isArchive}}; // of --whole-archive all is taken
      program.needed = {"main"};
      program.linkOptions = options;
      return tree;
    };
    const Result<Certificate> certificate =
        compareTrees(make("before", false), make("after", true), {});
    REQUIRE(certificate);
    return *certificate;
  };
  CHECK(compared({}).verdict == Verdict::Equivalent);
  CHECK(has(compared({"-rdynamic"}), "linked", "before and not after"));
  CHECK(has(compared({"--export-dynamic"}), "linked", "before and not after"));
}

TEST_CASE("a function that moves to a unit with other options is compiled otherwise") {
  const Trees trees;
  const std::string moved = "int moved(int v) { return v + 1; }\n";
  const std::string one = "int one() { return 1; }\n", other = "int other() { return 2; }\n";
  const auto compared = [&](const std::string &function, const std::vector<std::string> &flags) {
    const Result<Certificate> certificate = compareTrees(
        trees.make("before", {{"a.cpp", one + function, {}}, {"b.cpp", other, flags}}),
        trees.make("after", {{"a.cpp", one, {}}, {"b.cpp", other + function, flags}}), {});
    REQUIRE(certificate);
    return *certificate;
  };
  CHECK(compared(moved, {}).verdict == Verdict::Equivalent);
  CHECK(has(compared(moved, {"-ffp-contract=off"}), "flags", "moved"));
}

TEST_CASE("how programs and libraries are made is compared where it is known of both") {
  const Trees trees;
  const std::vector<Source> sources = {{"main.cpp", "int main() { return 0; }\n", {}},
                                       {"low.cpp", "int low() { return 1; }\n", {}}};
  const auto make = [&](const std::string &side) {
    BuildTree tree = trees.make(side, sources);
    tree.linkCommandsOf = "Ninja";
    tree.programs[0].parts = {{{0}, false}, {{1}, true}};
    tree.programs[0].needed = {"main"};
    ProgramUnits &library = tree.libraries.emplace_back();
    library.name = "low";
    library.isLibrary = true;
    library.parts = {{{1}, false}};
    return tree;
  };
  const BuildTree before = make("before");
  BuildTree after = make("after");
  const auto compared = [&] {
    const Result<Certificate> certificate = compareTrees(before, after, {});
    REQUIRE(certificate);
    return *certificate;
  };
  CHECK(compared().verdict == Verdict::Equivalent);
  CHECK(compared().notCompared.empty());
  SECTION("the command of the program") {
    after.programs[0].rule = "gold";
    CHECK(has(compared(), "link-options", "is made by another command"));
    after.linkCommandsOf = "Make";
    CHECK(compared().verdict == Verdict::Equivalent);
    CHECK(compared().notCompared ==
          std::vector<std::string>{
              "commands that link programs and make libraries, beside their options"});
  }
  SECTION("the command of a library that is linked") {
    after.libraries[0].rule = "ar --thin";
    CHECK(has(compared(), "link-options", "is made by another command"));
    after.libraries[0].rule.clear();
    after.libraries[0].linkOptions = {"--thin"};
    CHECK(has(compared(), "link-options", "is made with other options"));
    after.libraries[0].linkOptions.clear();
    after.libraries[0].commands = "POST_BUILD: strip liblow.a";
    CHECK(has(compared(), "link-options", "is treated by other commands"));
  }
  SECTION("what could not be looked at is listed") {
    after.programs[0].libraries = {"-lm"};
    after.programs[0].notCompared = {"blob.o, which the build makes and has not made"};
    after.notCompared = {"custom target image"};
    after.linkCommandsOf.clear();
    CHECK(compared().notCompared ==
          std::vector<std::string>{
              "commands before and after links",
              "commands that link programs and make libraries, beside their options",
              "custom target image", "program: blob.o, which the build makes and has not made",
              "program: what libraries of the system hold: -lm"});
  }
}

TEST_CASE("a program without sources is what it is linked of") {
  const Trees trees;
  const auto make = [&](const std::string &side, const std::string &hash) {
    BuildTree tree = trees.make(side, {{"main.cpp", "int main() { return 0; }\n", {}}});
    ProgramUnits &program = tree.programs.emplace_back();
    program.name = "prebuilt";
    program.libraries = {"<root>/blob.o"};
    program.libraryContents = {{"<root>/blob.o", hash}};
    return tree;
  };
  const auto compared = [&](const std::string &hash) {
    const Result<Certificate> certificate =
        compareTrees(make("before", "1"), make("after", hash), {});
    REQUIRE(certificate);
    return *certificate;
  };
  CHECK(compared("1").verdict == Verdict::Equivalent);
  CHECK(has(compared("2"), "link-options", "library of other contents"));
}

TEST_CASE("what another file of the tree defines may be known not to throw") {
  const Trees trees;
  const std::string caught = "int hook(int);\nint f(int v) { try { return hook(v); } catch (...) "
                             "{ return 1; } }\n";
  const std::string plain = "int hook(int);\nint f(int v) { return hook(v); }\n";
  const auto compared = [&](const auto &arrange) {
    const auto make = [&](const std::string &side, const std::string &text) {
      BuildTree tree = trees.make(
          side, {{"f.cpp", text, {}}, {"hook.cpp", "int hook(int v) { return v; }\n", {}}});
      tree.programs[0].parts = {{{0}, false}};
      ProgramUnits &other = tree.programs.emplace_back();
      other.name = "other";
      other.parts = {{{1}, false}};
      arrange(tree);
      return tree;
    };
    const Result<Certificate> certificate =
        compareTrees(make("before", caught), make("after", plain), {});
    REQUIRE(certificate);
    return certificate->verdict;
  };
  // An executable calls what a shared library has, and a library what another library has; what
  // an executable has may be another one's.
  CHECK(compared([](BuildTree &tree) { tree.programs[1].isShared = true; }) == Verdict::Equivalent);
  CHECK(compared([](BuildTree &tree) {
          tree.programs[0].isLibrary = tree.programs[1].isLibrary = true;
        }) == Verdict::Equivalent);
  CHECK(compared([](BuildTree &) {}) == Verdict::Different);
  CHECK(compared([](BuildTree &tree) { tree.programs[0].isLibrary = true; }) == Verdict::Different);
}

TEST_CASE("what is left in a library and is compiled otherwise elsewhere is not the same") {
  const Trees trees;
  const std::string used = "int used(int v) { return v; }\n",
                    left = "static int two() { return 2; }\nint left() { return two(); }\n";
  const auto compared = [&](const std::vector<std::string> &flags) {
    const std::vector<Source> rest = {
        {"main.cpp", "int used(int);\nint main() { return used(0); }\n", {}},
        {"used.cpp", used, {}},
        {"left.cpp", left, {}}};
    std::vector<Source> now = rest;
    now[2].flags = flags;
    BuildTree before = trees.make("before", rest), after = trees.make("after", now);
    for (BuildTree *tree : {&before, &after}) {
      tree->programs[0].needed = {"main"};
      ProgramUnits &library = tree->libraries.emplace_back();
      library.name = "other";
      library.isLibrary = true;
      library.parts = {{{2}, false}};
    }
    before.programs[0].parts = {{{0}, false}, {{1, 2}, true}};
    after.programs[0].parts = {{{0}, false}, {{1}, true}};
    const Result<Certificate> certificate = compareTrees(before, after, {});
    REQUIRE(certificate);
    return *certificate;
  };
  const Certificate same = compared({});
  CHECK(same.verdict == Verdict::Equivalent);
  for (const char *symbol : {"_Z4leftv", "_ZL3twov"}) // are compared, and so listed
    CHECK(std::any_of(same.pairs.begin(), same.pairs.end(),
                      [&](const Pair &pair) { return pair.before == symbol; }));
  CHECK(has(compared({"-ffp-contract=off"}), "missing", ""));
}
