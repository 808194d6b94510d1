#include "tool/plan/old_names.h"

#include "base/files.h"
#include "tool/plan/plan.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::plan;

TEST_CASE("old names: a qualified name is replaced where it stands as a whole") {
  const std::vector<OldName> names{{"a::b::Old", "a::c::New", false, false, true}};
  CHECK(withNewNames("see a::b::Old.", names) == "see a::c::New.");
  CHECK(withNewNames("a::b::Old::member", names) == "a::c::New::member");
  CHECK(withNewNames("::a::b::Old", names) == "::a::c::New");
  // Without outer namespaces, with one in front at least.
  CHECK(withNewNames("b::Old", names) == "c::New");
  for (const char *other :
       {"a::b::Older", "xa::b::Old", "z::a::b::Old", "Vector<int>::a::b::Old", "Old", "b::Bold"}) {
    CHECK(withNewNames(other, names) == other);
  }
}

TEST_CASE("old names: a part of a name that something else has as well stays") {
  const std::vector<OldName> names{{"a::b::Old", "a::c::New", false, false, false}};
  CHECK(withNewNames("a::b::Old", names) == "a::c::New");
  CHECK(withNewNames("b::Old", names) == "b::Old");
}

TEST_CASE("old names: a namespace of one component is known by what follows it") {
  const std::vector<OldName> names{{"net", "os::net", true, false, true}};
  CHECK(withNewNames("net::Socket over the net, bonnet::x", names) ==
        "os::net::Socket over the net, bonnet::x");
  const std::vector<OldName> gone{{"lib", "", true, false, true}};
  CHECK(withNewNames("lib::f and lib", gone) == "f and lib");
}

TEST_CASE("old names: of several the longest counts, and a path is none of a string's") {
  const std::vector<OldName> names{{"a", "z", true, false, true},
                                   {"a::b", "y", true, false, true},
                                   {"src/a.h", "src/z.h", false, true, false}};
  CHECK(withNewNames("a::b::C a::D src/a.h", names) == "y::C z::D src/a.h");
}

TEST_CASE("old names: the rule file keeps them, where it stands in the tree as well") {
  const auto folder = levitate::TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string root = levitate::realPath(folder->path());
  const auto put = [&](const std::string &name, const std::string &text) {
    REQUIRE(levitate::writeText(root + "/" + name, text));
  };
  put("a.cpp", "namespace n { struct Box {}; }\nn::Box box;\n");
  put("notes.txt", "See n::Box.\n");
  for (const std::string mode : {"rewrite", "report"}) {
    put("rules.json", R"({"version": 1, "name": "n", "why": "n::Box is a case", "root": ".",
        "steps": [{"rename": {"symbol": "n::Box", "to": "Case"}, "text": ")" +
                          mode + "\"}]}");
    put("build/compile_commands.json",
        R"([{"directory": ")" + root + R"(", "file": "a.cpp", "command": "clang++ -c a.cpp"}])");
    const auto recipe = levitate::recipe::load(root + "/rules.json");
    REQUIRE(recipe);
    const auto made = plan({*recipe, {root + "/build"}});
    REQUIRE(made);
    REQUIRE(made->verdict == Verdict::Planned);
    CHECK_FALSE(made->changes.files.contains("rules.json"));
    CHECK(made->changes.files.contains("notes.txt") == (mode == "rewrite"));
    REQUIRE(made->leftovers.size() == (mode == "report" ? 1 : 0));
    if (mode == "report")
      CHECK(made->leftovers.front().where.file == "notes.txt");
  }
}
