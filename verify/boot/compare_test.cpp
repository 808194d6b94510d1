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
  attempt.trace = {"a", "b"};
  Report report;
  report.scenario = "s";
  report.verdict = Verdict::Passed;
  report.variants = {{.attempts = {attempt}}};
  return report;
}

Attempt &only(Report &report) { return report.variants[0].attempts[0]; }

} // namespace

TEST_CASE("two boots that differ in their nonce only are equal up to the trace") {
  Report before = boot("11"), after = boot("22");
  only(before).milestones[0].name = only(after).milestones[0].name = "up";
  const Comparison comparison = compare(before, after);
  CHECK(comparison.equal());
  CHECK(comparison.rung == "trace");
}

TEST_CASE("without a trace the path is the highest rung") {
  Report before = boot("11"), after = boot("11");
  only(after).trace.clear();
  CHECK(compare(before, after).rung == "path");
}

TEST_CASE("each rung falls by its own evidence") {
  Report before = boot("11");
  Report other = boot("11");
  only(other).trace[1] = "c";
  CHECK(compare(before, other).rung == "path");
  CHECK(compare(before, other).differences[0].what == "device access 2");

  other = boot("11");
  only(other).milestones[0].captures["memory"] = "64";
  CHECK(compare(before, other).rung == "verdict");
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
  CHECK(compare(before, other).rung == "none");
}

TEST_CASE("different scenarios and matrices can't be compared") {
  Report before = boot("11"), after = boot("11");
  after.scenario = "t";
  CHECK_FALSE(compare(before, after).comparable);
  after = boot("11");
  after.variants[0].variables["gic"] = "3";
  CHECK_FALSE(compare(before, after).comparable);
}
