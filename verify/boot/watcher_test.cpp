#include "verify/boot/watcher.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

namespace {

Milestone literal(const std::string &text) {
  return {.name = text, .pattern = Pattern::literal(text), .partial = true};
}

Scenario scenarioOf(std::vector<std::string> milestones) {
  Scenario scenario;
  for (const std::string &text : milestones)
    scenario.milestones.push_back(literal(text));
  return scenario;
}

} // namespace

TEST_CASE("milestones are reached in order, whatever the pieces in which bytes come") {
  const Scenario scenario = scenarioOf({"one", "two"});
  Watcher watcher(scenario);
  for (const char c : std::string("on\none\r\nx tw"))
    watcher.feed({&c, 1}, Seconds(1));
  CHECK(watcher.next() == 1);
  watcher.feed("o", Seconds(2)); // a prompt: no line end comes
  CHECK(watcher.allReached());
  CHECK(watcher.reached()[1].at == Seconds(2));
  CHECK(watcher.lines()[1].text == "one");
}

TEST_CASE("two milestones can stand in one line") {
  const Scenario scenario = scenarioOf({"a", "b"});
  Watcher watcher(scenario);
  watcher.feed("b a b\n", Seconds(0));
  CHECK(watcher.allReached());
}

TEST_CASE("a milestone that comes too early is noted, not counted") {
  const Scenario scenario = scenarioOf({"one", "two", "three"});
  Watcher watcher(scenario);
  watcher.feed("two\n", Seconds(0));
  CHECK(watcher.next() == 0);
  CHECK(watcher.outOfOrder() == 1);
}

TEST_CASE("an optional milestone may be missing") {
  Scenario scenario = scenarioOf({"one", "two", "three"});
  scenario.milestones[1].optional = true;
  Watcher watcher(scenario);
  watcher.feed("one\nthree\n", Seconds(0));
  CHECK(watcher.allReached());
  CHECK(watcher.reached().size() == 2);
}

TEST_CASE("an expression waits for the end of the line, so that captures are whole") {
  Scenario scenario;
  scenario.milestones.push_back(
      {.name = "memory", .pattern = *Pattern::regex("memory: (\\d+)"), .captures = {"memory"}});
  Watcher watcher(scenario);
  watcher.feed("memory: 1", Seconds(0));
  CHECK_FALSE(watcher.allReached());
  watcher.feed("28\n", Seconds(0));
  CHECK(watcher.facts().at("memory") == "128");
}

TEST_CASE("forbidden lines are seen, also across a cut and in an unfinished line") {
  Scenario scenario = scenarioOf({"never"});
  scenario.forbidden.push_back({.pattern = Pattern::literal("Kernel panic")});
  scenario.except.push_back(Pattern::literal("just a test:"));
  Watcher watcher(scenario);
  watcher.feed("just a test: Kernel panic\n", Seconds(0));
  CHECK(watcher.sightings().empty());
  watcher.feed("Kernel[ 1.0] other cpu\n panic\n", Seconds(0));
  CHECK(watcher.sightings().size() == 1);
  watcher.feed("Kernel panic", Seconds(0));
  watcher.finish(Seconds(0));
  CHECK(watcher.sightings().size() == 2);
}

TEST_CASE("a success line with another nonce is a forgery") {
  Scenario scenario = scenarioOf({"SUCCESS 1234"});
  scenario.milestones[0].hasNonce = true;
  scenario.milestones[0].forgery = *Pattern::regex("SUCCESS [0-9a-z]+");
  Watcher watcher(scenario);
  watcher.feed("SUCCESS 9999\n", Seconds(0));
  REQUIRE(watcher.forgery());
  CHECK(watcher.forgery()->text == "SUCCESS 9999");
}

TEST_CASE("a line without an end costs no memory and is measured") {
  const Scenario scenario = scenarioOf({"x"});
  Watcher watcher(scenario);
  const std::string part(100000, 'y');
  watcher.feed(part, Seconds(0));
  watcher.feed(part, Seconds(0));
  CHECK(watcher.longestLine() == 200000);
  watcher.feed("\nx\n", Seconds(0));
  CHECK(watcher.allReached());
}

TEST_CASE("consoles are kept apart") {
  Scenario scenario = scenarioOf({"hello"});
  scenario.milestones[0].console = "second";
  Watcher watcher(scenario);
  watcher.feed("hello\n", Seconds(0));
  CHECK_FALSE(watcher.allReached());
  watcher.feed("hello\n", Seconds(0), "second");
  CHECK(watcher.allReached());
}
