#include "base/files.h"
#include "tool/plan/interest.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::plan;
using facts::Depth;

namespace {

/// A tree whose units are given by the files that each of them reads.
class Tree {
public:
  std::string root() const { return realPath(folder->path()); }
  void put(const std::string &path, const std::string &text) const {
    REQUIRE(writeText(root() + "/" + path, text));
  }
  /// How deep a unit that reads these files must be read for a recipe of these steps.
  Depth depth(const std::string &steps, std::vector<std::string> files,
              std::vector<facts::PastingMacro> macros = {},
              const std::string &predefined = {}) const {
    facts::Facts unit = reading(std::move(files));
    unit.pastingMacros = std::move(macros);
    unit.predefined = predefined;
    return depthsOf(steps, {&unit}).front();
  }
  /// The same of several units.
  std::vector<Depth> depths(const std::string &steps,
                            const std::vector<std::vector<std::string>> &files) const {
    std::vector<facts::Facts> units;
    for (const std::vector<std::string> &list : files)
      units.push_back(reading(list));
    std::vector<const facts::Facts *> pointers;
    for (const facts::Facts &unit : units)
      pointers.push_back(&unit);
    return depthsOf(steps, pointers);
  }

private:
  static facts::Facts reading(std::vector<std::string> files) {
    facts::Facts unit;
    unit.depth = Depth::Directives;
    unit.unit = files.front();
    unit.files = std::move(files);
    return unit;
  }
  std::vector<Depth> depthsOf(const std::string &steps,
                              const std::vector<const facts::Facts *> &units) const {
    const auto recipe = recipe::parse(
        R"({"version": 1, "name": "n", "why": "w", "root": ".", "steps": [)" + steps + "]}",
        root() + "/rules.json");
    REQUIRE(recipe);
    Interest interest(*recipe, root(), {root() + "/build"});
    const auto inTurn = [](std::size_t count, const std::function<void(std::size_t)> &work) {
      for (std::size_t i = 0; i < count; ++i)
        work(i);
    };
    return interest.depths(units, inTurn);
  }

  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
};

constexpr const char *RenameSize = R"({"rename": {"symbol": "a::Box::size", "to": "length"}})";

} // namespace

TEST_CASE("interest: a unit that sees all components of a name is parsed") {
  const Tree tree;
  tree.put("box.h", "namespace a { struct Box { int size(); }; }");
  tree.put("user.cpp", "int f(auto b) { return b.size(); }");
  tree.put("other.cpp", "struct Bag { int size(); };");
  tree.put("stranger.cpp", "int main() {}");
  CHECK(tree.depth(RenameSize, {"box.h", "user.cpp"}) == Depth::Parsed);
  CHECK(tree.depth(RenameSize, {"box.h", "stranger.cpp"}) == Depth::Parsed);
  // What nothing compiles there may name it.
  CHECK(tree.depth(RenameSize, {"other.cpp"}) == Depth::Preprocessed);
  CHECK(tree.depth(RenameSize, {"stranger.cpp"}) == Depth::Directives);
}

TEST_CASE("interest: a name of the new place, too") {
  const Tree tree;
  tree.put("a.cpp", "namespace a { struct Box { int length; }; }");
  tree.put("b.cpp", "namespace a { struct Box; }");
  CHECK(tree.depth(RenameSize, {"a.cpp"}) == Depth::Parsed);
  CHECK(tree.depth(RenameSize, {"b.cpp"}) == Depth::Directives);
}

TEST_CASE("interest: a part of a word is another word; a word may go on in the next line") {
  const Tree tree;
  constexpr const char *Step = R"({"rename": {"symbol": "Box", "to": "Case"}})";
  tree.put("boxes.cpp", "struct Boxes; struct InBox; int Box_;");
  tree.put("split.cpp", "struct Bo\\\nx;");
  tree.put("macro.cpp", "#define M(x) \\\n  x\n#define N x; \\\ny\n");
  CHECK(tree.depth(Step, {"boxes.cpp"}) == Depth::Directives);
  CHECK(tree.depth(Step, {"macro.cpp"}) == Depth::Directives);
  CHECK(tree.depth(Step, {"split.cpp"}) == Depth::Parsed);
  CHECK(tree.depth(Step, {"gone.cpp"}) == Depth::Parsed);
}

TEST_CASE("interest: a name may come from the command line") {
  const Tree tree;
  tree.put("a.cpp", "struct NAME {};");
  constexpr const char *Step = R"({"rename": {"symbol": "Box", "to": "Case"}})";
  CHECK(tree.depth(Step, {"a.cpp"}) == Depth::Directives);
  CHECK(tree.depth(Step, {"a.cpp"}, {}, "#define NAME Box\n") == Depth::Parsed);
}

TEST_CASE("interest: a macro may put a name together") {
  const Tree tree;
  const std::vector<facts::PastingMacro> macros{{"JOIN", {"x", "y"}},
                                                {"TEST", {"JOIN", "suite", "name", "_Test"}}};
  tree.put("a.cpp", "TEST(Box,\n     Empty) { Closed c; }");
  tree.put("b.cpp", "int JOIN(line, __LINE__);");
  tree.put("c.cpp", "int Box, Empty, Closed, line;");
  const auto depth = [&](const std::string &symbol, const std::string &file) {
    return tree.depth(R"({"rename": {"symbol": ")" + symbol + R"(", "to": "q"}})", {file}, macros);
  };
  CHECK(depth("BoxEmpty_Test", "a.cpp") == Depth::Parsed);
  CHECK(depth("EmptyBox", "a.cpp") == Depth::Parsed);
  CHECK(depth("BoxClosed", "a.cpp") == Depth::Directives); // not an argument
  CHECK(depth("BoxFull", "a.cpp") == Depth::Directives);
  CHECK(depth("line42", "b.cpp") == Depth::Parsed);
  CHECK(depth("BoxEmpty", "c.cpp") == Depth::Directives);
}

TEST_CASE("interest: a unit that reads a file of the recipe is parsed") {
  const Tree tree;
  for (const char *file : {"old.h", "new.h", "new.cpp", "all.h", "else.h"})
    tree.put(file, "");
  constexpr const char *Step =
      R"({"move": {"all-of": "all.h", "to": {"header": "new.h", "source": "new.cpp"}}})";
  CHECK(tree.depth(Step, {"all.h"}) == Depth::Parsed);
  CHECK(tree.depth(Step, {"new.h"}) == Depth::Parsed);
  CHECK(tree.depth(Step, {"new.cpp"}) == Depth::Parsed);
  CHECK(tree.depth(Step, {"else.h"}) == Depth::Directives);
  constexpr const char *MoveFile = R"({"move-file": {"from": "old.h", "to": "new.h"}})";
  CHECK(tree.depth(MoveFile, {"old.h"}) == Depth::Parsed);
  CHECK(tree.depth(MoveFile, {"else.h"}) == Depth::Directives);
}

TEST_CASE("interest: a name that an earlier step makes is not in the tree yet") {
  const Tree tree;
  tree.put("a.cpp", "namespace a { struct Box {}; }");
  tree.put("b.cpp", "struct Box {};");
  constexpr const char *Steps = R"({"rename-namespace": {"from": "a", "to": "b"}},
      {"move": {"symbols": ["b::Box"], "to": {"header": "box.h"}}})";
  CHECK(tree.depth(Steps, {"a.cpp"}) == Depth::Parsed);
  CHECK(tree.depth(Steps, {"b.cpp"}) == Depth::Parsed); // by `Box` alone
}

TEST_CASE("interest: a header that is not the project's gives names by its macros only") {
  const Tree tree, other;
  constexpr const char *Step = R"({"rename": {"symbol": "a::Box", "to": "Case"}})";
  tree.put("uses.cpp", "namespace a { struct Box; }");
  tree.put("stranger.cpp", "namespace a {}");
  other.put("declares.h", "struct Box;\n#define OTHER Bag\nstruct Box2;");
  other.put("defines.h", "/* of the system */ # define A_BOX \\\n  /* a\n */ struct Box\nint x;");
  other.put("split.h", "#define LONG \\  \nint Box;");
  const std::string system = other.root() + "/";
  CHECK(tree.depth(Step, {"stranger.cpp", "uses.cpp"}) == Depth::Parsed);
  CHECK(tree.depths(Step, {{"uses.cpp"}, {"stranger.cpp", system + "declares.h"}}) ==
        std::vector{Depth::Parsed, Depth::Directives});
  CHECK(tree.depths(Step, {{"uses.cpp"}, {"stranger.cpp", system + "defines.h"}}) ==
        std::vector{Depth::Parsed, Depth::Parsed});
  CHECK(tree.depths(Step, {{"uses.cpp"}, {"stranger.cpp", system + "split.h"}}) ==
        std::vector{Depth::Parsed, Depth::Parsed});
  // One that is generated declares for the project; and a name may be the system's.
  tree.put("build/generated.h", "struct Box;");
  CHECK(tree.depths(Step, {{"uses.cpp"}, {"stranger.cpp", tree.root() + "/build/generated.h"}}) ==
        std::vector{Depth::Parsed, Depth::Parsed});
  CHECK(tree.depths(Step, {{"stranger.cpp", system + "declares.h"}}) == std::vector{Depth::Parsed});
}

TEST_CASE("interest: the global namespace is everywhere") {
  const Tree tree;
  tree.put("a.cpp", "int x;");
  CHECK(tree.depth(R"({"rename-namespace": {"from": "a", "to": ""}})", {"a.cpp"}) == Depth::Parsed);
}
