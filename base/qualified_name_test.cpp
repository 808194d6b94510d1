#include "base/qualified_name.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;

TEST_CASE("a qualified name is taken apart and put together") {
  CHECK(components("").empty());
  CHECK(components("a::b::c") == std::vector<std::string>{"a", "b", "c"});
  CHECK(lastComponent("a::b::c") == "c");
  CHECK(lastComponent("c") == "c");
  CHECK(scopeOf("a::b::c") == "a::b");
  CHECK(scopeOf("c").empty());
  CHECK(inScope("a::b", "c") == "a::b::c");
  CHECK(inScope("", "c") == "c");
}
