#include "base/files.h"
#include "tool/plan/cache.h"
#include "tool/plan/plan.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

using namespace levitate;
using namespace levitate::plan;

namespace {

/// A tree with one unit, which also reads a header of another folder.
class Tree {
public:
  Tree() {
    put("tree/box.h", "struct Box { int size; };\n");
    put("tree/a.cpp", "#include \"box.h\"\n#include <other.h>\nint f(Box b) { return b.size; }\n");
    put("other/other.h", "int other();\n");
    put("rules.json", R"({"version": 1, "name": "n", "why": "w", "root": "tree",
        "steps": [{"rename": {"symbol": "Box", "to": "Case"}}]})");
    database("-DA");
  }

  std::string path(const std::string &name) const { return realPath(folder->path()) + "/" + name; }
  void put(const std::string &name, const std::string &text) const {
    REQUIRE(writeText(path(name), text));
  }
  void database(const std::string &flag) const {
    const nlohmann::json unit{{"directory", path("build")},
                              {"file", path("tree/a.cpp")},
                              {"arguments",
                               {"clang++", "-nostdinc", flag, "-isystem", path("first"), "-isystem",
                                path("other"), "-c", path("tree/a.cpp")}}};
    put("build/compile_commands.json", nlohmann::json::array({unit}).dump());
  }

  Plan plan() const {
    const auto recipe = recipe::load(path("rules.json"));
    REQUIRE(recipe);
    Request request{*recipe, {path("build")}, 2};
    request.cacheFolder = path("cache");
    auto made = plan::plan(request);
    REQUIRE(made);
    return std::move(*made);
  }
  /// Nothing was parsed.
  bool planIsKnown() const { return plan().seconds.facts == 0; }

  std::vector<std::string> entries() const {
    const auto files = listFiles(path("cache"), {});
    return files ? *files : std::vector<std::string>();
  }

private:
  Result<TemporaryDirectory> folder = TemporaryDirectory::make();
};

} // namespace

TEST_CASE("plan cache: the same plan is not made twice") {
  const Tree tree;
  const Plan first = tree.plan(), second = tree.plan();
  CHECK(first.seconds.facts > 0);
  CHECK(second.seconds.facts == 0);
  CHECK(tree.entries().size() == 1);
  REQUIRE(first.verdict == Verdict::Planned);
  CHECK(second.verdict == first.verdict);
  CHECK(changeset::unifiedDiff(second.changes) == changeset::unifiedDiff(first.changes));
  CHECK(second.changes.root == first.changes.root);
  REQUIRE(second.edits.size() == first.edits.size());
  CHECK(second.edits.back().reason == first.edits.back().reason);
  REQUIRE(second.renames.size() == first.renames.size());
  CHECK(second.renames.front().usrAfter == first.renames.front().usrAfter);
  CHECK(second.unitsChecked == first.unitsChecked);
}

TEST_CASE("plan cache: times of files count for nothing, contents for everything") {
  const Tree tree;
  tree.plan();
  std::filesystem::last_write_time(tree.path("tree/box.h"),
                                   std::filesystem::file_time_type::clock::now());
  CHECK(tree.planIsKnown());
  SECTION("a file that a unit reads") {
    tree.put("tree/box.h", "struct Box { int size; }; // changed\n");
  }
  SECTION("a file that no unit reads") { tree.put("tree/README.md", "Box is a struct.\n"); }
  SECTION("a file outside of the tree") { tree.put("other/other.h", "int other(int);\n"); }
  SECTION("a new file that is found before another one") {
    tree.put("first/other.h", "int other();\n");
  }
  SECTION("a compile command") { tree.database("-DB"); }
  SECTION("the rule file") {
    tree.put("rules.json", R"({"version": 1, "name": "n", "why": "w", "root": "tree",
        "steps": [{"rename": {"symbol": "Box", "to": "Crate"}}]})");
  }
  CHECK_FALSE(tree.planIsKnown());
}

TEST_CASE("plan cache: an entry that is damaged, or another's, is as good as none") {
  const Tree tree;
  const std::string diff = changeset::unifiedDiff(tree.plan().changes);
  REQUIRE(tree.entries().size() == 1);
  const std::string entry = tree.path("cache/" + tree.entries().front());
  std::string text = *readText(entry);
  SECTION("a byte differs") {
    const std::size_t at = text.find("Case");
    REQUIRE(at != std::string::npos);
    text[at] = 'B';
  }
  SECTION("the end is missing") { text.resize(text.size() / 2); }
  SECTION("nothing is there") { text.clear(); }
  SECTION("it belongs to another key") {
    tree.put("tree/README.md", "");
    tree.plan();
    for (const std::string &other : tree.entries())
      if (tree.path("cache/" + other) != entry)
        text = *readText(tree.path("cache/" + other));
    REQUIRE(removeAll(tree.path("tree/README.md")));
  }
  REQUIRE(writeText(entry, text));
  const Plan again = tree.plan();
  CHECK(again.seconds.facts > 0);
  CHECK(changeset::unifiedDiff(again.changes) == diff);
}

TEST_CASE("plan cache: it does not grow for ever, and the oldest go first") {
  const Tree tree;
  tree.plan();
  const PlanCache cache(tree.path("cache"));
  for (int i = 0; i < 120; ++i)
    cache.keep("key" + std::to_string(i), Plan());
  CHECK(tree.entries().size() == 100);
  CHECK(cache.find("key119"));
  CHECK_FALSE(tree.planIsKnown());
  Plan large; // there is room for four
  large.renames.resize(1);
  large.renames[0].from.assign(60u << 20, 'x');
  for (int i = 0; i < 6; ++i)
    cache.keep("large" + std::to_string(i), large);
  CHECK(tree.entries().size() == 4);
  CHECK(cache.find("large5"));
}

TEST_CASE("plan cache: what counts is what the steps say, whatever the rule file says by now") {
  const Tree tree;
  auto recipe = recipe::load(tree.path("rules.json"));
  REQUIRE(recipe);
  const auto known = [&] {
    Request request{*recipe, {tree.path("build")}, 2};
    request.cacheFolder = tree.path("cache");
    const auto made = plan::plan(request);
    REQUIRE(made);
    return made->seconds.facts == 0;
  };
  CHECK_FALSE(known());
  CHECK(known());
  std::get<recipe::Rename>(recipe->steps[0].action).to = "Crate";
  CHECK_FALSE(known());
  recipe->steps.clear();
  known();
  recipe = recipe::load(tree.path("rules.json"));
  CHECK(known());
  CHECK(tree.entries().size() == 3);
}

TEST_CASE("plan cache: a plan that depends on the date is made anew") {
  const Tree tree;
  tree.put("rules.json", R"({"version": 1, "name": "n", "why": "w", "root": "tree", "steps": [
      {"rename": {"symbol": "Box", "to": "Case"}},
      {"forward": {"symbol": "Box", "to": "Case", "until": "2999-01-01"}}]})");
  tree.plan();
  CHECK_FALSE(tree.planIsKnown());
  CHECK(tree.entries().empty());
}
