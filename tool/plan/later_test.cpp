#include "tool/plan/later.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::plan;

namespace {

recipe::Recipe recipeOf(const std::string &steps) {
  Result<recipe::Recipe> result =
      recipe::parse(R"({"version": 1, "name": "x", "steps": [)" + steps + "]}", "/tmp/rules.json");
  REQUIRE(result);
  return *std::move(result);
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("later: a name goes through the steps that follow") {
  const recipe::Recipe recipe = recipeOf(R"(
    {"rename": {"symbol": "a::X", "to": "Y"}},
    {"move": {"symbols": [{"name": "a::Y", "as": "Z"}], "to": {"header": "h.h", "namespace": "b"}}},
    {"rename-namespace": {"from": "b", "to": "c::d"}},
    {"move-file": {"from": "h.h", "to": "k.h"}})");
  CHECK(laterNames(recipe, recipe.steps[0], "a::Y") == Names{"a::Y", "b::Z", "c::d::Z"});
  CHECK(laterNames(recipe, recipe.steps[0], "a::Y::f") ==
        Names{"a::Y::f", "b::Z::f", "c::d::Z::f"});
  CHECK(laterNames(recipe, recipe.steps[2], "c::d") == Names{"c::d"});
  CHECK(laterNames(recipe, recipe.steps[0], "bb::Y") == Names{"bb::Y"});
  CHECK(laterPaths(recipe, recipe.steps[1], "h.h") == Names{"h.h", "k.h"});
  CHECK(laterPaths(recipe, recipe.steps[3], "h.h") == Names{"h.h"});
}

TEST_CASE("later: a name that is given again") {
  const recipe::Recipe recipe = recipeOf(R"(
    {"rename": {"symbol": "a::X", "to": "Y"}},
    {"rename": {"symbol": "a::Z", "to": "X"}})");
  CHECK(isMadeLater(recipe, recipe.steps[0], "a::X"));
  CHECK(!isMadeLater(recipe, recipe.steps[1], "a::X"));
  CHECK(!isMadeLater(recipe, recipe.steps[0], "a::Y"));
}
