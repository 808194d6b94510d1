#include "tool/plan/renames.h"

#include "tool/plan/usr_map.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::plan;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs names(const std::vector<Renaming> &renames) {
  Pairs result;
  for (const Renaming &rename : renames)
    result.emplace_back(rename.from, rename.to);
  return result;
}

Renaming nameSpace(const std::string &from, const std::string &to, std::size_t step) {
  return {from, to, "c:@N@" + from, "c:@N@" + to, step};
}

Renaming type(const std::string &space, const std::string &from, const std::string &to,
              std::size_t step) {
  const auto usr = [&](const std::string &name) { return "c:@N@" + space + "@S@" + name; };
  return {space + "::" + from, space + "::" + to, usr(from), usr(to), step};
}

} // namespace

TEST_CASE("renames: a second step's are told from the tree before the first") {
  CHECK(names(composed({type("a", "X", "Y", 0), type("a", "Y", "Z", 1)})) ==
        Pairs{{"a::X", "a::Z"}});
  CHECK(names(composed({nameSpace("a", "b", 0), type("b", "X", "Y", 1)})) ==
        Pairs{{"a", "b"}, {"a::X", "b::Y"}, {"b::X", "b::Y"}});
  CHECK(names(composed({type("a", "X", "Y", 0), nameSpace("a", "b", 1)})) ==
        Pairs{{"a::X", "b::Y"}, {"a", "b"}});
  CHECK(names(composed({type("a", "X", "Y", 0), type("a", "Y", "X", 1)})).empty());
}

TEST_CASE("renames: a namespace that others joined is renamed with them") {
  CHECK(names(composed({nameSpace("a", "b", 0), nameSpace("b", "c", 1)})) ==
        Pairs{{"a", "c"}, {"b", "c"}});
  CHECK(names(composed({nameSpace("a", "", 0)})) == Pairs{{"a", ""}});
}

TEST_CASE("renames: USRs go through the steps one by one") {
  const UsrMap map({nameSpace("a", "b", 0), type("b", "X", "Y", 1)});
  CHECK(map.apply("c:@N@a@S@X@F@f#") == "c:@N@b@S@Y@F@f#");
  CHECK(map.apply("c:@N@a@S@XX") == "c:@N@b@S@XX");
  // A function of the namespace's name is no constructor.
  CHECK(map.apply("c:@N@a@F@a#") == "c:@N@b@F@a#");
  const UsrMap flat({{"a", "", "c:@N@a", "c:", 0}});
  CHECK(flat.apply("define c:@N@a@N@n@S@X") == "define c:@N@n@S@X");
  CHECK(flat.apply("c:@N@z@N@a@S@X") == "c:@N@z@N@a@S@X");
}
