#include "verify/boot/render.h"
#include "verify/boot/report.h"

#include "base/files.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

namespace {

Report sample() {
  Attempt attempt;
  attempt.nonce = "ab";
  attempt.verdict = Verdict::KernelFailed;
  attempt.cause = "guest-lied";
  attempt.reason = "the guest claims <x> & \xFF";
  attempt.milestones = {{.name = "one",
                         .reached = true,
                         .line = "one\x01",
                         .captures = {{"k", "v"}},
                         .instructions = 5},
                        {.name = "two"}};
  attempt.checks = {
      {.name = "disk", .kind = "disk", .holds = false, .made = true, .evidence = "zeros"}};
  attempt.serial = "line 1\n]]> <b>\n";
  attempt.disks = {{"d", "00"}};
  attempt.trace = {{"a"}, {7}, {1}, {"", "f()"}};
  Report report;
  report.scenario = "s";
  report.verdict = attempt.verdict;
  report.cause = attempt.cause;
  report.reason = attempt.reason;
  report.variants = {{.variables = {{"gic", "2"}}, .attempts = {attempt}}};
  return report;
}

} // namespace

TEST_CASE("a report is written as JSON and read again") {
  const auto folder = TemporaryDirectory::make();
  const std::string path = folder->path() + "/r.json";
  const nlohmann::json json = sample().json();
  CHECK(json["schema"] == 1);
  CHECK(json["verdict"] == "kernel-failed");
  CHECK(json["attempts"].size() == 1);
  CHECK(json["milestones"].size() == 2);
  REQUIRE(writeText(path, json.dump()));
  const auto read = readReport(path);
  REQUIRE(read);
  CHECK(read->verdict == Verdict::KernelFailed);
  CHECK(read->variants[0].variables.at("gic") == "2");
  CHECK(read->variants[0].last().milestones[0].captures.at("k") == "v");
  const RecordedTrace &trace = read->variants[0].last().trace;
  CHECK(trace.events == std::vector<std::string>{"a"});
  CHECK(trace.instructions == std::vector<std::uint64_t>{7});
  CHECK(trace.symbols[trace.places[0]] == "f()");
  CHECK(read->variants[0].last().milestones[0].instructions == 5);
  CHECK_FALSE(json["attempts"][0].contains("trace")); // it is long, and stands in the variant
}

TEST_CASE("what is no report is a usage error with its place") {
  const auto folder = TemporaryDirectory::make();
  const std::string path = folder->path() + "/r.json";
  REQUIRE(writeText(path, "{\"program\": \"other\"}"));
  const auto read = readReport(path);
  REQUIRE_FALSE(read);
  CHECK(read.error().status == ExitStatus::Usage);
  CHECK(read.error().text().find("r.json:1:1") != std::string::npos);
}

TEST_CASE("the exit status tells a failed boot from a broken environment") {
  Report report = sample();
  CHECK(report.exitStatus() == ExitStatus::Findings);
  report.verdict = Verdict::EnvironmentFailed;
  CHECK(report.exitStatus() == ExitStatus::Environment);
  report.verdict = Verdict::Passed;
  CHECK(report.exitStatus() == ExitStatus::Success);
  report.comparison = Comparison{.differences = {{"a", "b", "c"}}};
  CHECK(report.exitStatus() == ExitStatus::Findings);
}

TEST_CASE("texts of the guest are escaped in JUnit and HTML, and can't break TAP") {
  const Report report = sample();
  const std::string junit = renderJunit(report), html = renderHtml(report), tap = renderTap(report);
  CHECK(junit.find("]]&gt; &lt;b&gt;") != std::string::npos);
  CHECK(junit.find("failures=\"2\"") != std::string::npos);
  CHECK(html.find("<b>\n") == std::string::npos);
  CHECK(html.find("&lt;x&gt;") != std::string::npos);
  CHECK(tap.starts_with("TAP version 14\n1..1\n"));
  CHECK(tap.find("not ok 1 - s [gic=2]") != std::string::npos);
  CHECK(renderText(report, false, false).starts_with("KERNEL FAILED  s  (guest-lied)\n"));
}

TEST_CASE("runs that the user broke off are told, and make no kernel flaky") {
  Report report = sample();
  report.variants.resize(1);
  const auto add = [&](Verdict verdict, const std::string &cause) {
    VariantReport run = report.variants.front();
    run.attempts.front().verdict = verdict;
    run.attempts.front().cause = cause;
    report.variants.push_back(std::move(run));
  };
  add(Verdict::EnvironmentFailed, "interrupted");
  add(Verdict::Passed, "");
  report.variants.erase(report.variants.begin());
  Repeats runs = report.repeats().front();
  CHECK(runs.runs == 1);
  CHECK(runs.causes.at("interrupted") == 1);
  CHECK_FALSE(runs.flaky());
  add(Verdict::KernelFailed, "panic");
  runs = report.repeats().front();
  CHECK(runs.runs == 2);
  CHECK(runs.flaky());
}
