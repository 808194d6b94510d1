#include "tool/plan/spelling.h"

#include "base/qualified_name.h"
#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::plan;

namespace {

/// A program with the given qualified names in its namespaces.
Program programOf(const std::vector<std::string> &names) {
  facts::Facts facts;
  facts.unit = "a.cpp";
  for (const std::string &qualified : names) {
    facts::Entity entity;
    entity.usr = qualified;
    entity.qualified = qualified;
    entity.name = lastComponent(qualified);
    entity.scope = scopeOf(qualified);
    entity.atNamespaceScope = true;
    entity.kind = facts::EntityKind::Function;
    facts.entities.push_back(entity);
  }
  std::vector<facts::Facts> all;
  all.push_back(std::move(facts));
  return Program(std::move(all));
}

} // namespace

TEST_CASE("spelling: components of a qualified name") {
  CHECK(components("").empty());
  CHECK(components("a") == std::vector<std::string>{"a"});
  CHECK(components("a::b::c") == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("spelling: lookup ends in the innermost namespace that has the name") {
  const Program program = programOf({"f", "a", "a::f", "a::b", "g"});
  const Names names(program);
  CHECK(names.finds("a::b", "f", "a"));
  CHECK_FALSE(names.finds("a::b", "f", ""));
  CHECK(names.finds("", "f", ""));
  CHECK(names.finds("a::b", "g", ""));
  CHECK_FALSE(names.finds("a::b", "nothing", ""));
}

TEST_CASE("spelling: the shortest qualifier leaves out what the context shares") {
  const Program program = programOf({"a", "a::b", "a::b::f", "a::c", "a::c::g", "x"});
  const Names names(program);
  CHECK(names.qualifier("a::b", "f", "a::b", Style::Shortest).empty());
  CHECK(names.qualifier("a::b", "f", "a::b::inner", Style::Shortest).empty());
  CHECK(names.qualifier("a::b", "f", "a", Style::Shortest) == "b::");
  CHECK(names.qualifier("a::b", "f", "a::c", Style::Shortest) == "b::");
  CHECK(names.qualifier("a::b", "f", "", Style::Shortest) == "a::b::");
  CHECK(names.qualifier("a::b", "f", "x", Style::Shortest) == "a::b::");
  CHECK(names.qualifier("", "x", "a::b", Style::Shortest).empty());
}

TEST_CASE("spelling: a name that hides lengthens the qualifier") {
  // `a::c::b` hides `a::b` in a::c.
  const Program hidden = programOf({"a", "a::b", "a::b::f", "a::c", "a::c::b"});
  CHECK(Names(hidden).qualifier("a::b", "f", "a::c", Style::Shortest) == "a::b::");
  // `a::a` hides `a` as well.
  const Program both = programOf({"a", "a::b", "a::b::f", "a::c", "a::c::b", "a::a"});
  CHECK(Names(both).qualifier("a::b", "f", "a::c", Style::Shortest) == "::a::b::");
  CHECK(Names(both).qualifier("a::b", "f", "a::c", Style::Full) == "::a::b::");
  // Another f in the inner namespace hides the one outside.
  const Program inner = programOf({"a", "a::f", "a::b", "a::b::f", "f"});
  CHECK(Names(inner).qualifier("a", "f", "a::b", Style::Shortest) == "a::");
  CHECK(Names(inner).qualifier("", "f", "a::b", Style::Shortest) == "::");
}

TEST_CASE("spelling: the author's style is kept") {
  const Program program = programOf({"a", "a::b", "a::b::f"});
  const Names names(program);
  CHECK(names.qualifier("a::b", "f", "a", Style::Full) == "a::b::");
  CHECK(names.qualifier("a::b", "f", "a", Style::Global) == "::a::b::");
  CHECK(names.qualifier("", "f", "a", Style::Global) == "::");
}

TEST_CASE("spelling: what the plan adds and takes away counts") {
  const Program program = programOf({"a", "a::f"});
  Names names(program);
  CHECK_FALSE(names.has("n::m", "g"));
  names.add("n::m", "g");
  CHECK(names.has("n::m", "g"));
  // Its namespaces are there now too.
  CHECK(names.has("", "n"));
  CHECK(names.has("n", "m"));
  CHECK(names.qualifier("n::m", "g", "a", Style::Shortest) == "n::m::");
  names.remove("a", "f");
  CHECK_FALSE(names.has("a", "f"));
  names.add("a", "f");
  CHECK(names.has("a", "f"));
}
