#include "verify/boot/scenario.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

namespace {

std::string with(const std::string &more,
                 const std::string &milestones = R"([{"line": "up ${nonce}"}])") {
  return R"({"version": 1, "name": "t", "architecture": "aarch64", "machine": "virt",
"milestones": )" +
         milestones + more + "}";
}

Scenario decoded(const std::string &text, const Variables &variables = {}) {
  const auto head = parseScenario(text, "/r/s.json");
  INFO((head ? "" : head.error().text()));
  REQUIRE(head);
  const auto scenario = decodeScenario(*head, variables);
  INFO((scenario ? "" : scenario.error().text()));
  REQUIRE(scenario);
  return *scenario;
}

std::string failure(const std::string &text) {
  const auto head = parseScenario(text, "/r/s.json");
  if (!head)
    return head.error().text();
  const auto scenario = decodeScenario(*head, {});
  REQUIRE_FALSE(scenario);
  CHECK(scenario.error().status == ExitStatus::Usage);
  return scenario.error().text();
}

} // namespace

TEST_CASE("variables are replaced everywhere, the nonce too; $${ stands for ${") {
  const Scenario scenario = decoded(
      with(R"(, "variables": {"gic": "3"}, "command-line": "gic=${gic} nonce=${nonce} $${x}",
                       "kernel": "k-${gic}.elf")"),
      {{"nonce", "abcd"}});
  CHECK(scenario.commandLine == "gic=3 nonce=abcd ${x}");
  CHECK(scenario.kernel == "/r/k-3.elf");
  CHECK(scenario.milestones[0].pattern.text() == "up abcd");
  CHECK(scenario.milestones[0].hasNonce);
  CHECK(scenario.program == "qemu-system-aarch64");
}

TEST_CASE("mistakes are told where they stand") {
  CHECK(failure(with(R"(, "machin": "x")")).find("unknown key 'machin'") != std::string::npos);
  CHECK(failure(with("", R"([{"line": "a ${nonse}"}])"))
            .find(": error: there is no variable 'nonse'; did you mean 'nonce'?") !=
        std::string::npos);
  CHECK(failure(with("", R"([{"match": "(${nonce}"}])")).find("not a regular expression") !=
        std::string::npos);
  CHECK(failure(with("", "[]")).find("without a milestone") != std::string::npos);
  CHECK(failure(with(R"(, "booted": "uq ${nonce}")")).find("did you mean") != std::string::npos);
  CHECK(failure(with(R"(, "disks": [{"id": "d", "size": "1X"}])")).find("is no size") !=
        std::string::npos);
  CHECK(failure(with(R"(, "checks": [{"disk": "e", "text": "x"}])")).find("no disk 'e'") !=
        std::string::npos);
  CHECK(failure(with(R"(, "ends": "shutdwon")")).find("did you mean 'shutdown'") !=
        std::string::npos);
}

TEST_CASE("a scenario without the nonce in a milestone must say so") {
  CHECK(failure(with("", R"([{"line": "up"}])")).find("${nonce}") != std::string::npos);
  decoded(with(R"(, "nonce": false)", R"([{"line": "up"}])"));
}

TEST_CASE("a line with another nonce is known as a forgery, for literals and expressions") {
  for (const char *milestone :
       {R"([{"line": "[up] ${nonce}"}])", R"([{"match": "\\[up\\] ${nonce}"}])"}) {
    const Scenario scenario = decoded(with("", milestone), {{"nonce", "abcd"}});
    REQUIRE(scenario.milestones[0].forgery);
    CHECK(scenario.milestones[0].forgery->find("[up] 9999"));
    CHECK_FALSE(scenario.milestones[0].forgery->find("[up]"));
    CHECK_FALSE(scenario.milestones[0].forgery->find("up 9999"));
  }
}

TEST_CASE("the matrix is all combinations, without those excluded") {
  const auto head = parseScenario(
      with(
          R"(, "matrix": {"gic": ["2", "3"], "mem": ["1", "2"]}, "without": [{"gic": "3", "mem": "1"}])"),
      "/r/s.json");
  REQUIRE(head);
  const std::vector<Variables> all = combinations(*head);
  REQUIRE(all.size() == 3);
  CHECK(all[2] == Variables{{"gic", "3"}, {"mem", "2"}});
  CHECK(failure(with(R"(, "matrix": {"a": ["1"]}, "without": [{"b": "1"}])")).find("no axis") !=
        std::string::npos);
}

TEST_CASE("sizes and hex") {
  CHECK(parseSize("16M") == 16U << 20U);
  CHECK(parseSize("512") == 512U);
  CHECK_FALSE(parseSize(""));
  CHECK_FALSE(parseSize("M"));
  CHECK_FALSE(parseSize("99999999999999999999G"));
  CHECK(fromHex("4a 4B") == "JK");
  CHECK_FALSE(fromHex("4"));
  CHECK(toHex("JK") == "4a4b");
}
