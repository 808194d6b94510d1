#include "verify/boot/report.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

namespace {

Report boot(const std::string &nonce) {
  Attempt attempt;
  attempt.nonce = nonce;
  attempt.verdict = Verdict::Passed;
  attempt.cause = "passed";
  attempt.milestones = {{.name = "up " + nonce, .reached = true, .captures = {{"memory", "128"}}}};
  attempt.checks = {{.name = "disk", .holds = true, .made = true}};
  attempt.milestones[0].instructions = 30;
  attempt.trace = {{"a", "b"}, {10, 20}, {1, 0}, {"", "f()+0x4 (0x1000)"}};
  Report report;
  report.scenario = "s";
  report.verdict = Verdict::Passed;
  report.variants = {{.attempts = {attempt}}};
  return report;
}

Attempt &only(Report &report) { return report.variants[0].attempts[0]; }

} // namespace

TEST_CASE("two boots that differ in their nonce only are equal up to the path") {
  Report before = boot("11"), after = boot("22");
  only(before).milestones[0].name = only(after).milestones[0].name = "up";
  const Comparison comparison = compare(before, after);
  CHECK(comparison.equal());
  CHECK(comparison.rung == Rung::Path);
}

TEST_CASE("without a trace the milestones are the highest rung, and enough unless more is asked") {
  Report before = boot("11"), after = boot("11");
  only(after).trace = {};
  CHECK(compare(before, after).rung == Rung::Milestones);
  CHECK(compare(before, after).equal());
  after.required = Rung::Trace;
  CHECK_FALSE(compare(before, after).equal());
  only(before).trace = {};
  CHECK_FALSE(compare(before, after).equal());
  after.required = Rung::Milestones;
  CHECK(compare(before, after).observations.empty());
}

TEST_CASE("what lies above the required rung is seen and no failure") {
  Report before = boot("11"), after = boot("11");
  only(after).trace.instructions[1] = 21;
  only(after).milestones[0].instructions = 31;
  after.required = Rung::Trace;
  const Comparison comparison = compare(before, after);
  CHECK(comparison.equal());
  CHECK(comparison.rung == Rung::Trace);
  REQUIRE(comparison.observations.size() == 2);
  CHECK(comparison.observations[0].what ==
        "the way to this access, and to 0 of the later ones: access 2");
  CHECK(comparison.observations[1].before == "30");
  CHECK(comparison.observations[1].after == "31");
  after.required = Rung::Path;
  CHECK_FALSE(compare(before, after).equal());
}

TEST_CASE("where no instructions were counted, nothing is said of the path") {
  Report before = boot("11"), after = boot("11");
  for (Report *report : {&before, &after})
    only(*report).trace.instructions = {0, 0};
  CHECK(compare(before, after).rung == Rung::Trace);
  after.required = Rung::Path;
  CHECK_FALSE(compare(before, after).equal());
}

TEST_CASE("the first diverging access is told with its place in the code") {
  Report before = boot("11"), after = boot("11");
  only(after).trace.events[0] = "c";
  after.required = Rung::Trace;
  const Comparison comparison = compare(before, after);
  REQUIRE(comparison.differences.size() == 1);
  CHECK(comparison.differences[0].what == "device access 1");
  CHECK(comparison.differences[0].before == "a by f()+0x4 (0x1000), after 10 instructions");
  CHECK(comparison.differences[0].after == "c by f()+0x4 (0x1000), after 10 instructions");
  only(after).trace.events = {"a"};
  only(after).trace.instructions = {10};
  only(after).trace.places = {1};
  CHECK(compare(before, after).differences[0].after == "none: the trace has ended");
}

TEST_CASE("each rung falls by its own evidence") {
  Report before = boot("11");
  Report other = boot("11");
  only(other).trace.events[1] = "c";
  CHECK(compare(before, other).rung == Rung::Milestones);

  other = boot("11");
  only(other).milestones[0].captures["memory"] = "64";
  CHECK(compare(before, other).rung == Rung::Verdict);
  CHECK_FALSE(compare(before, other).equal());

  other = boot("11");
  only(other).milestones[0].captures["~random"] = "77";
  CHECK(compare(before, other).equal());

  other = boot("11");
  only(other).checks[0].holds = false;
  CHECK_FALSE(compare(before, other).equal());

  other = boot("11");
  only(other).verdict = Verdict::KernelFailed;
  only(other).cause = "panic";
  CHECK(compare(before, other).rung == Rung::None);
  CHECK_FALSE(compare(other, other).equal()); // alike, and no pass
}

TEST_CASE("different scenarios and matrices can't be compared") {
  Report before = boot("11"), after = boot("11");
  after.scenario = "t";
  CHECK_FALSE(compare(before, after).comparable);
  after = boot("11");
  after.variants[0].variables["gic"] = "3";
  CHECK_FALSE(compare(before, after).comparable);
}
