#include "verify/boot/pattern.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

TEST_CASE("a literal is found anywhere in a line, special characters included") {
  const Pattern pattern = Pattern::literal("[BOOT] Stage (1)");
  CHECK(pattern.find("x [BOOT] Stage (1): y")->begin == 2);
  CHECK_FALSE(pattern.find("[BOOT] Stage 1"));
}

TEST_CASE("a regular expression captures") {
  const auto pattern = Pattern::regex("memory: (\\d+) (MiB|KiB)");
  REQUIRE(pattern);
  const auto match = pattern->find("[MEM] memory: 128 MiB free");
  REQUIRE(match);
  CHECK(match->captures == std::vector<std::string>{"128", "MiB"});
  CHECK_FALSE(pattern->find("memory: many MiB"));
}

TEST_CASE("what an expression may leave out is not required of a line") {
  CHECK(Pattern::regex("colou?r")->find("color"));
  CHECK(Pattern::regex("abc*d")->find("abd"));
  CHECK(Pattern::regex("abc{0,2}d")->find("abd"));
  CHECK(Pattern::regex("(long text)?x")->find("x"));
  CHECK(Pattern::regex("one|two")->find("two"));
  CHECK(Pattern::regex("[abc]+z")->find("bz"));
  CHECK(Pattern::regex("a\\.b")->find("a.b"));
  CHECK_FALSE(Pattern::regex("a\\.b")->find("axb"));
}

TEST_CASE("a malformed expression is an error, a hostile one takes no time") {
  CHECK_FALSE(Pattern::regex("(unclosed"));
  const auto pattern = Pattern::regex("(a+)+$");
  REQUIRE(pattern);
  CHECK_FALSE(pattern->find(std::string(200, 'a') + "b"));
}

TEST_CASE("a literal that was cut in two by another line is found again") {
  const Pattern pattern = Pattern::literal("TEST PASSED");
  CHECK(pattern.findRejoined("TEST P[cpu1] hello", "ASSED"));
  CHECK(pattern.findRejoined("TEST PAS", "SED and more"));
  CHECK_FALSE(pattern.findRejoined("TEST", "something PASSED"));
  CHECK_FALSE(pattern.findRejoined("T", "EST PASSED"));
  CHECK_FALSE(pattern.findRejoined("nothing", "ED"));
}
