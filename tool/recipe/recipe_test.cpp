#include "tool/recipe/recipe.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>

using namespace levitate;
using namespace levitate::recipe;

namespace {

// Decodes a rule file that lies in /tmp, so that its root is a folder that exists.
Result<Recipe> decoded(const std::string &text) { return parse(text, "/tmp/r.json"); }

Recipe good(const std::string &text) {
  auto recipe = decoded(text);
  INFO((recipe ? "" : recipe.error().text()));
  REQUIRE(recipe);
  return *std::move(recipe);
}

std::string bad(const std::string &text) {
  const auto recipe = decoded(text);
  REQUIRE_FALSE(recipe);
  CHECK(recipe.error().status == ExitStatus::Usage);
  return recipe.error().text();
}

std::string withStep(const std::string &step) {
  return R"({"version": 1, "name": "n", "steps": [)" + step + "]}";
}
std::string withCriterion(const std::string &criterion) {
  return R"({"version": 1, "name": "n", "require": [)" + criterion + "]}";
}

template <class T> T action(const std::string &step) {
  return std::get<T>(good(withStep(step)).steps.at(0).action);
}
template <class T> T test(const std::string &criterion) {
  return std::get<T>(good(withCriterion(criterion)).require.at(0).test);
}

// The messages alone, without places, a line each.
std::string stepComplaint(const std::string &step) {
  const auto recipe = decoded(withStep(step));
  REQUIRE_FALSE(recipe);
  std::string text;
  for (const Diagnostic &problem : recipe.error().diagnostics)
    text += problem.pointer.substr(std::string("/steps/0").size()) + ": " + problem.message + "\n";
  return text;
}
std::string criterionComplaint(const std::string &criterion) {
  const auto recipe = decoded(withCriterion(criterion));
  REQUIRE_FALSE(recipe);
  std::string text;
  for (const Diagnostic &problem : recipe.error().diagnostics)
    text +=
        problem.pointer.substr(std::string("/require/0").size()) + ": " + problem.message + "\n";
  return text;
}

} // namespace

TEST_CASE("a move names symbols, what they become, and where they go") {
  const Move move = action<Move>(R"json({"move": {
      "symbols": [{"name": "a::B", "as": "C"}, "a::f(int)", "a::n::*"],
      "to": {"header": "x/./y.hpp", "source": "x/y.cpp", "namespace": "::z", "target": "lib"}}})json");
  REQUIRE(move.symbols.size() == 3);
  CHECK(move.symbols[0].qualified == "a::B");
  CHECK(move.symbols[0].as == "C");
  CHECK(move.symbols[0].origin.pointer == "/steps/0/move/symbols/0/name");
  CHECK(move.symbols[1].parameters == "int");
  CHECK(move.symbols[2].everything);
  CHECK(move.header == "x/y.hpp");
  CHECK(move.source == "x/y.cpp");
  CHECK(move.nameSpace == "z");
  CHECK(move.target == "lib");
}

TEST_CASE("a move without a namespace keeps it; an empty one means the global one") {
  CHECK_FALSE(action<Move>(R"({"move": {"all-of": "a.h", "to": {"header": "b.h"}}})").nameSpace);
  CHECK(action<Move>(R"({"move": {"all-of": "a.h", "to": {"header": "b.h", "namespace": ""}}})")
            .nameSpace == "");
}

TEST_CASE("every other step decodes") {
  CHECK(action<MoveFile>(R"({"move-file": {"from": "a.h", "to": "b.h"}})").to == "b.h");
  CHECK(action<Rename>(R"({"rename": {"symbol": "a::B", "to": "C"}})").to == "C");
  CHECK(action<RenameNamespace>(R"({"rename-namespace": {"from": "a", "to": ""}})").to.empty());
  CHECK(action<RewriteInclude>(R"({"rewrite-include": {"from": "a.h", "to": "<b.h>"}})").to ==
        "<b.h>");
  CHECK(action<ReExport>(
            R"({"re-export": {"header": "a.h", "symbols": ["x::Y"], "namespace": "::z::w"}})")
            .nameSpace == "z::w");
  CHECK(action<ReExport>(R"({"re-export": {"header": "a.h", "of": "b.h"}})").of == "b.h");
  CHECK(action<ReExport>(R"({"re-export": {"header": "a.h", "symbols": ["x::Y"]}})")
            .symbols[0]
            .qualified == "x::Y");
  const Link link =
      action<Link>(R"({"link": {"target": "a", "to": ["b", "c"], "scope": "PRIVATE"}})");
  CHECK(link.to == std::vector<std::string>{"b", "c"});
  CHECK(link.scope == LinkScope::Private);
  const Unlink unlink = action<Unlink>(R"({"unlink": {"target": "a", "from": "b"}})");
  CHECK(unlink.from == std::vector<std::string>{"b"});
  CHECK_FALSE(unlink.scope);
  CHECK(action<DeleteFile>(R"({"delete-file": {"file": "a.h"}})").file == "a.h");
  const Forward forward =
      action<Forward>(R"({"forward": {"symbol": "a::B", "to": "c::B", "until": "2027-01-31"}})");
  CHECK(forward.symbol->qualified == "a::B");
  CHECK(forward.to == "c::B");
}

TEST_CASE("a step has an id, a reason and a way with text") {
  const Recipe recipe = good(withStep(R"({"delete-file": {"file": "a"}},
      {"id": "x", "why": "because", "text": "rewrite", "delete-file": {"file": "b"}})"));
  CHECK(recipe.steps[0].id == "step-1");
  CHECK(recipe.steps[0].text == TextMode::Report);
  CHECK(recipe.steps[0].verb == "delete-file");
  CHECK(recipe.steps[1].id == "x");
  CHECK(recipe.steps[1].why == "because");
  CHECK(recipe.steps[1].text == TextMode::Rewrite);
  CHECK(recipe.steps[1].origin.pointer == "/steps/1");
}

TEST_CASE("two steps of one id are an error, a counted id included") {
  CHECK(bad(withStep(R"({"id": "x", "delete-file": {"file": "a"}},
{"id": "x", "delete-file": {"file": "b"}})")) ==
        "/tmp/r.json:2:8: error: two steps have the id 'x' [/steps/1/id]");
  CHECK(bad(withStep(R"({"id": "step-2", "delete-file": {"file": "a"}},
{"delete-file": {"file": "b"}})")) ==
        "/tmp/r.json:2:1: error: two steps have the id 'step-2' [/steps/1]");
}

TEST_CASE("a step has exactly one action") {
  CHECK(stepComplaint(R"({"id": "x"})").starts_with(": the step has no action; one of: move,"));
  CHECK(stepComplaint(R"({"delete-file": {"file": "a"}, "move-file": {"from": "b", "to": "c"}})") ==
        ": a step has one action; this one has 'move-file' and 'delete-file'\n");
  CHECK(stepComplaint(R"({"lnik": {}})") == "/lnik: unknown key 'lnik'; did you mean 'link'?\n");
  CHECK(stepComplaint("7") == ": expected an object, found a number\n");
  CHECK(stepComplaint(R"({"move": 7})") == "/move: expected an object, found a number\n");
  CHECK(stepComplaint(R"({"text": "rewriet", "delete-file": {"file": "a"}})") ==
        "/text: 'rewriet' is none of: report, rewrite; did you mean 'rewrite'?\n");
}

TEST_CASE("what is wrong in a move is said at its place") {
  CHECK(stepComplaint(R"({"move": {"to": {"header": "a.h"}}})") ==
        "/move: neither 'symbols' nor 'all-of' says what to move\n");
  CHECK(
      stepComplaint(R"({"move": {"symbols": ["a"], "all-of": "b.h", "to": {"header": "a.h"}}})") ==
      "/move: 'symbols' and 'all-of' can't stand together\n");
  CHECK(stepComplaint(R"({"move": {"symbols": ["a"]}})") == "/move: the key 'to' is missing\n");
  CHECK(stepComplaint(R"({"move": {"symbols": [], "to": {"header": "a.h"}}})") ==
        "/move/symbols: the list of symbols is empty\n");
  CHECK(stepComplaint(R"({"move": {"symbols": ["a"], "to": {"header": "a.h", "sorce": "b"}}})") ==
        "/move/to/sorce: unknown key 'sorce'; did you mean 'source'?\n");
  CHECK(stepComplaint(
            R"({"move": {"symbols": ["a"], "to": {"header": "a.h", "source": "./a.h"}}})") ==
        "/move/to/source: header and source are the same file\n");
  CHECK(stepComplaint(R"({"move": {"symbols": ["a::b", "::a::b"], "to": {"header": "a.h"}}})") ==
        "/move/symbols/1: 'a::b' stands twice in the list\n");
  CHECK(stepComplaint(R"({"move": {"symbols": [{"name": "a"}], "to": {"header": "a.h"}}})") ==
        "/move/symbols/0: the key 'as' is missing\n");
  CHECK(stepComplaint(
            R"({"move": {"symbols": [{"name": "a::*", "as": "b"}], "to": {"header": "a.h"}}})") ==
        "/move/symbols/0: all members of a namespace can't have one new name\n");
  CHECK(stepComplaint(
            R"({"move": {"symbols": [{"name": "a", "as": "b::c"}], "to": {"header": "a.h"}}})") ==
        "/move/symbols/0/as: 'b::c' is not an identifier\n");
  CHECK(stepComplaint(R"({"move": {"symbols": ["a"], "to": {"header": "../a.h"}}})") ==
        "/move/to/header: the path '../a.h' leaves the root\n");
  CHECK(stepComplaint(
            R"({"move": {"symbols": ["a"], "to": {"header": "a.h", "namespace": "x-y"}}})") ==
        "/move/to/namespace: 'x-y' is not an identifier\n");
}

TEST_CASE("what is wrong in the other steps is said at its place") {
  CHECK(stepComplaint(R"({"move-file": {"from": "a", "to": "./a"}})") ==
        "/move-file: 'from' and 'to' are the same file\n");
  CHECK(stepComplaint(R"({"rename": {"symbol": "a::B", "to": "c::D"}})") ==
        "/rename/to: 'to' is the last part of the new name only; to change the namespace use "
        "'move'\n");
  CHECK(stepComplaint(R"({"rename": {"symbol": "a::B", "to": "B"}})") ==
        "/rename/to: 'B' is the name it has already\n");
  CHECK(stepComplaint(R"({"rename": {"symbol": "a::*", "to": "B"}})") ==
        "/rename/symbol: all members of a namespace can't have one new name\n");
  CHECK(stepComplaint(R"({"rename": {"symbol": "a::B", "to": "int"}})") ==
        "/rename/to: 'int' is a C++ keyword\n");
  CHECK(stepComplaint(R"({"rename-namespace": {"from": "a", "to": "::a"}})") ==
        "/rename-namespace: 'from' and 'to' are the same namespace\n");
  CHECK(stepComplaint(R"({"rewrite-include": {"from": "a.h", "to": "a.h"}})") ==
        "/rewrite-include: 'from' and 'to' are the same include\n");
  CHECK(stepComplaint(R"({"re-export": {"header": "a.h"}})") ==
        "/re-export: neither 'of' nor 'symbols' says what to re-export\n");
  CHECK(stepComplaint(R"({"re-export": {"header": "a.h", "of": "b/../a.h"}})") ==
        "/re-export/of: a header can't re-export itself\n");
  CHECK(stepComplaint(R"({"re-export": {"header": "a.h", "of": "b.h", "namespace": "x"}})") ==
        "/re-export/namespace: 'namespace' says where 'symbols' are declared; there are none\n");
  CHECK(stepComplaint(R"({"re-export": {"header": "a.h", "symbols": ["x::*"]}})") ==
        "/re-export/symbols/0: 'x::*' can't stand here; name the symbols\n");
  CHECK(stepComplaint(R"({"link": {"target": "a", "to": ["b", "a"]}})") ==
        "/link/to: a target can't link itself\n");
  CHECK(stepComplaint(R"({"link": {"target": "a", "to": []}})") ==
        "/link/to: the list of targets is empty\n");
  CHECK(stepComplaint(R"({"link": {"target": "a", "to": ["b", "b"]}})") ==
        "/link/to/1: 'b' stands twice in the list\n");
  CHECK(stepComplaint(R"({"link": {"target": "a", "from": ["b"]}})") ==
        "/link: the key 'to' is missing\n/link/from: unknown key 'from'\n");
  CHECK(stepComplaint(R"({"unlink": {"target": "a", "from": "b", "scope": "PUBLC"}})") ==
        "/unlink/scope: 'PUBLC' is none of: PUBLIC, PRIVATE, INTERFACE; did you mean 'PUBLIC'?\n");
  CHECK(stepComplaint(R"({"delete-file": {"file": "a/"}})") ==
        "/delete-file/file: the path 'a/' names a folder, not a file\n");
  CHECK(stepComplaint(R"({"forward": {"to": "a.h", "until": "2027-01-31"}})") ==
        "/forward: neither 'header' nor 'symbol' says what to forward\n");
  CHECK(stepComplaint(R"({"forward": {"header": "b.h", "to": "a.h", "until": "2027-02-30"}})") ==
        "/forward/until: '2027-02-30' is not in the calendar\n");
  CHECK(stepComplaint(R"({"forward": {"header": "a.h", "to": "a.h", "until": "2027-01-31"}})") ==
        "/forward: a header can't be forwarded to itself\n");
}

TEST_CASE("every criterion decodes, with its argument as text") {
  CHECK(test<Absent>(R"({"absent": "hal/**/virtio.*"})").glob == "hal/**/virtio.*");
  CHECK(test<NoLink>(R"({"no-link": ["a", "b"]})").to == "b");
  CHECK(test<Exports>(R"({"exports": {"target": "t", "symbol": "a::B"}})").symbol == "a::B");
  CHECK(test<NoReference>(R"({"no-reference": "a::b"})").name == "a::b");
  CHECK(test<Layers>(R"({"layers": "layers.json"})").policy == "/tmp/layers.json");
  CHECK(test<Builds>(R"({"builds": ["aarch64", "x86_64"]})").presets.size() == 2);
  CHECK(test<Tests>(R"({"tests": "host"})").preset == "host");
  CHECK_FALSE(test<Equivalent>(R"({"equivalent": false})").expected);
  CHECK(test<Boots>(R"({"boots": "boot/a.json"})").scenarios ==
        std::vector<std::string>{"/tmp/boot/a.json"});
  const Recipe recipe = good(withCriterion(R"({"no-link": ["a", "b"]}, {"boots": ["x", "y"]})"));
  CHECK(recipe.require[0].name == "no-link");
  CHECK(recipe.require[0].argument == "a -> b");
  CHECK(recipe.require[1].argument == "x, y");
  CHECK(recipe.require[1].origin.pointer == "/require/1");
}

TEST_CASE("what is wrong in a criterion is said at its place") {
  CHECK(criterionComplaint("{}").starts_with(": a criterion has one key, one of: absent, no-link"));
  CHECK(criterionComplaint(R"({"absent": "a", "tests": "b"})")
            .starts_with(": a criterion has one key"));
  CHECK(criterionComplaint(R"({"nolink": ["a", "b"]})") ==
        "/nolink: unknown key 'nolink'; did you mean 'no-link'?\n");
  CHECK(criterionComplaint(R"({"no-link": ["a"]})") ==
        "/no-link: 'no-link' takes two targets: who must not link, and what\n");
  CHECK(criterionComplaint(R"({"absent": "../x"})") ==
        "/absent: the pattern '../x' has '..' in it\n");
  CHECK(criterionComplaint(R"({"exports": {"target": "t"}})") ==
        "/exports: the key 'symbol' is missing\n");
  CHECK(criterionComplaint(R"({"exports": {"target": "t", "symbol": "a::*"}})") ==
        "/exports: 'symbol' must be a qualified name without parameters\n");
  CHECK(criterionComplaint(R"({"layers": "/etc/x"})") ==
        "/layers: the path '/etc/x' is absolute; it must be relative to the rule file\n");
  CHECK(criterionComplaint(R"({"builds": []})") == "/builds: the list of presets is empty\n");
  CHECK(criterionComplaint(R"({"tests": true})") == "/tests: expected a string, found a boolean\n");
  CHECK(criterionComplaint(R"({"equivalent": "yes"})") ==
        "/equivalent: expected true or false, found a string\n");
  CHECK(criterionComplaint(R"({"boots": ["a", "./a"]})") ==
        "/boots/1: the scenario stands twice in the list\n");
}

TEST_CASE("the head of a rule file is checked") {
  CHECK(bad("[]") == "/tmp/r.json:1:1: error: a rule file is an object [/]");
  CHECK(bad(R"({"version": 2, "name": "n"})")
            .starts_with("/tmp/r.json:1:13: error: version 2 is unknown"));
  CHECK(bad(R"({"version": 1, "name": "n"})") ==
        "/tmp/r.json:1:1: error: there is neither a step nor a criterion in it [/]");
  CHECK(bad(R"({"version": 1, "name": "a/b", "require": [{"tests": "x"}]})")
            .find("'a/b' may hold only letters") != std::string::npos);
  CHECK(
      bad(R"({"version": 1, "name": "n", "root": "nowhere-at-all", "require": [{"tests": "x"}]})") ==
      "/tmp/r.json:1:37: error: the root 'nowhere-at-all' is not a folder (/tmp/nowhere-at-all) "
      "[/root]");
  CHECK(bad("{\"version\": 1,\n \"nam\": \"x\"}") ==
        "/tmp/r.json:1:1: error: the key 'name' is missing [/]\n"
        "/tmp/r.json:2:9: error: unknown key 'nam'; did you mean 'name'? [/nam]");
}

TEST_CASE("one pass finds every error, in the order of the file") {
  const std::string text = bad(R"({"version": "1", "name": "n",
 "steps": [
  {"move": {"symbols": ["a::", "b"], "to": {"header": "/x"}}},
  {"link": {"target": "t", "to": ["t"], "scope": "public"}}],
 "require": [{"no-link": 3}]})");
  CHECK(text ==
        "/tmp/r.json:1:13: error: expected a whole number of at most 64 bits, found a string "
        "[/version]\n"
        "/tmp/r.json:3:25: error: a part of the name is empty [/steps/0/move/symbols/0]\n"
        "/tmp/r.json:3:55: error: the path '/x' is absolute; it must be relative to the root "
        "[/steps/0/move/to/header]\n"
        "/tmp/r.json:4:34: error: a target can't link itself [/steps/1/link/to]\n"
        "/tmp/r.json:4:50: error: 'public' is none of: PUBLIC, PRIVATE, INTERFACE; did you mean "
        "'PUBLIC'? [/steps/1/link/scope]\n"
        "/tmp/r.json:5:26: error: expected an array, found a number [/require/0/no-link]");
}

TEST_CASE("of very many errors the first hundred are said, and how many more there are") {
  std::string steps = "{}";
  for (int i = 1; i < 250; ++i)
    steps += ",\n{}";
  const auto recipe = decoded(withStep(steps));
  REQUIRE_FALSE(recipe);
  const std::vector<Diagnostic> &problems = recipe.error().diagnostics;
  REQUIRE(problems.size() == 101);
  CHECK(problems[0].pointer == "/steps/0");
  CHECK(problems[99].pointer == "/steps/99");
  CHECK(problems[100].message == "there are 150 more errors");
}

TEST_CASE("paths are relative to the rule file, its root with links resolved") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string rules = folder->path() + "/rules";
  REQUIRE(makeDirectory(rules));
  REQUIRE(makeDirectory(folder->path() + "/tree"));
  REQUIRE(writeText(
      rules + "/m.json",
      R"({"version": 1, "name": "m", "root": "../tree", "require": [{"layers": "l.json"}]})"));
  const auto recipe = load(rules + "/m.json");
  REQUIRE(recipe);
  CHECK(recipe->file == rules + "/m.json");
  CHECK(recipe->root == realPath(folder->path()) + "/tree");
  CHECK(std::get<Layers>(recipe->require[0].test).policy == rules + "/l.json");
}

TEST_CASE("a path of the tree is its own, not one through a link") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string base = realPath(folder->path()), tree = base + "/tree";
  REQUIRE(writeText(tree + "/real/a.h", ""));
  REQUIRE(writeText(base + "/out.h", ""));
  std::filesystem::create_symlink("real/a.h", tree + "/link.h");
  std::filesystem::create_symlink("../out.h", tree + "/out.h");
  std::filesystem::create_directory_symlink("real", tree + "/folder");
  const auto complaint = [&](const std::string &step) {
    const auto recipe =
        parse(R"({"steps": [)" + step + R"(], "root": "tree", "version": 1, "name": "n"})",
              base + "/r.json");
    return recipe ? ""
                  : recipe.error().diagnostics.at(0).pointer + ": " +
                        recipe.error().diagnostics.at(0).message;
  };
  const auto moveTo = [](const std::string &path) {
    return R"({"move-file": {"from": "real/a.h", "to": ")" + path + R"("}})";
  };
  CHECK(complaint(moveTo("real/b.h")) == "");
  CHECK(complaint(moveTo("none/b.h")) == "");
  CHECK(complaint(moveTo("link.h")) == "/steps/0/move-file/to: the path 'link.h' leads through a "
                                       "symbolic link; write 'real/a.h'");
  CHECK(complaint(moveTo("folder/b.h")) ==
        "/steps/0/move-file/to: the path 'folder/b.h' leads through a symbolic link; write "
        "'real/b.h'");
  CHECK(complaint(moveTo("out.h")) ==
        "/steps/0/move-file/to: the path 'out.h' leaves the root by a symbolic link (it leads to " +
            base + "/out.h)");
  CHECK(complaint(
            R"({"forward": {"header": "real/b.h", "to": "folder/a.h", "until": "2027-01-31"}})") ==
        "/steps/0/forward/to: the path 'folder/a.h' leads through a symbolic link; write "
        "'real/a.h'");
}

TEST_CASE("a rule file that can't be read is an error of the environment") {
  const auto recipe = load("/nowhere/rules.json");
  REQUIRE_FALSE(recipe);
  CHECK(recipe.error().status == ExitStatus::Environment);
}

TEST_CASE("the rule file of the main job decodes") {
  const auto recipe = load(LEVITATE_RULES "/virtio-hal.json");
  INFO((recipe ? "" : recipe.error().text()));
  REQUIRE(recipe);
  CHECK(recipe->name == "virtio-hal");
  CHECK(recipe->root == realPath(LEVITATE_RULES "/../kernel-src"));
  const auto adapter = std::find_if(recipe->steps.begin(), recipe->steps.end(),
                                    [](const Step &step) { return step.id == "adapter"; });
  REQUIRE(adapter != recipe->steps.end());
  CHECK(std::get<Move>(adapter->action).symbols[0].as == "DriversHal");
}
