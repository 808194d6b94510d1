#include "verify/boot/ktap.h"

#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

static KtapResult parsed(const std::string &text) { return parseKtap(split(text, "\n")); }

TEST_CASE("a flat plan with all its tests is good") {
  const KtapResult result =
      parsed("[BOOT] x\nKTAP version 1\n1..3\nok 1 a\nok 2 - b\nok 3 c # SKIP no device");
  CHECK(result.good());
  CHECK(result.passed == 2);
  CHECK(result.skipped == 1);
  CHECK(result.tests[1].name == "b");
}

TEST_CASE("groups are flattened; a failure in one is named in full") {
  const KtapResult result = parsed("KTAP version 1\n1..1\n  KTAP version 1\n  1..2\n  ok 1 one\n"
                                   "  not ok 2 two\nnot ok 1 suite");
  CHECK_FALSE(result.good());
  CHECK(result.problems.empty());
  REQUIRE(result.tests.size() == 2);
  CHECK(result.tests[1].name == "suite.two");
  CHECK(result.failed == 1);
}

TEST_CASE("a test that is promised and does not come is a problem") {
  CHECK_FALSE(parsed("KTAP version 1\n1..2\nok 1 a").good());
  CHECK_FALSE(parsed("KTAP version 1\nok 1 a").good());
  CHECK_FALSE(parsed("1..1\nok 1 a").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..0").good());
}

TEST_CASE("numbers must count up, a plan comes once and first") {
  CHECK_FALSE(parsed("KTAP version 1\n1..2\nok 2 a\nok 1 b").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..1\n1..1\nok 1 a").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..1\nok 1 a\nok 2 b").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..1\nok a").good());
}

TEST_CASE("a group that says ok though a test in it failed lies") {
  CHECK_FALSE(parsed("KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  not ok 1 x\nok 1 g")
                  .problems.empty());
}

TEST_CASE("bailing out, starting again and ending in a group are problems") {
  CHECK_FALSE(parsed("KTAP version 1\n1..1\nok 1 a\nBail out! no memory").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..1\nKTAP version 1\n1..1\nok 1 a").good());
  CHECK_FALSE(parsed("KTAP version 1\n1..1\n  KTAP version 1\n  1..1\n  ok 1 a").good());
}

TEST_CASE("time stamps and other lines are passed over") {
  CHECK(parsed("[    0.100000] KTAP version 1\n[    0.200000] 1..1\nsome log\n[    0.3] ok 1 a\r")
            .good());
}
