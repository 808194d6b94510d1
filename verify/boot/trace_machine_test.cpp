// Deterministic boots on a real machine: they repeat exactly, and what differs between two of them
// is found with its place.
#include "verify/boot/testing/support.h"

#include <catch2/catch_test_macros.hpp>

#include <sys/stat.h>

using namespace levitate;
using namespace levitate::boot;
using namespace levitate::boot::testing;

namespace {

// The specimen under -icount, with nothing checked but its trace.
nlohmann::json traced() {
  return {{"deterministic", true},
          {"checks", nlohmann::json::array()},
          {"deadline", {{"wall", 60}, {"cpu", 30}}}};
}

Report bootTraced(const nlohmann::json &changes, const std::string &fault,
                  const Report *before = nullptr) {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  return booted({.scenario = changedScenario(*folder, changes),
                 .kernel = specimen("aarch64"),
                 .variables = {{"fault", fault}},
                 .before = before});
}

} // namespace

TEST_CASE("trace: a deterministic boot repeats exactly, to the last instruction") {
  const Report before = bootTraced(traced(), "none");
  CHECK(outcome(before) == "passed");
  CHECK(only(before).trace.events.size() > 100);
  CHECK(only(before).milestones.back().instructions.value_or(0) > 1000);
  for (int i = 0; i < 3; ++i) {
    const Comparison comparison = compare(before, bootTraced(traced(), "none", &before));
    CHECK(comparison.equal());
    CHECK(comparison.rung == Rung::Path);
    CHECK(comparison.observations.empty());
  }
  // Another nonce is another boot to the kernel, and the same one to the devices.
  const Report other = bootTraced(traced(), "none");
  CHECK(only(other).nonce != only(before).nonce);
  CHECK(compare(before, other).rung >= Rung::Trace);
}

TEST_CASE("trace: more instructions on the same way to the devices are no failure unless asked") {
  const Report before = bootTraced(traced(), "none"),
               after = bootTraced(traced(), "wrong-byte", &before);
  const Comparison comparison = compare(before, after);
  CHECK(comparison.equal());
  CHECK(comparison.rung == Rung::Trace);
  REQUIRE_FALSE(comparison.observations.empty());
  CHECK(contains(comparison.observations.front().what, "the way to this access"));
  CHECK(contains(comparison.observations.back().what, "instructions up to milestone 'success'"));
  nlohmann::json strict = traced();
  strict["equal"] = "path";
  CHECK_FALSE(compare(before, bootTraced(strict, "wrong-byte", &before)).equal());
}

TEST_CASE("trace: the first diverging access is told with its place in the code") {
  const Report before = bootTraced(traced(), "none"),
               after = bootTraced(traced(), "missing-flush", &before);
  CHECK(outcome(after) == "passed"); // nothing but the trace shows it here
  const Comparison comparison = compare(before, after);
  CHECK_FALSE(comparison.equal());
  CHECK(comparison.rung == Rung::Milestones);
  REQUIRE_FALSE(comparison.differences.empty());
  const Difference &first = comparison.differences.front();
  CAPTURE(first.what, first.before, first.after);
  CHECK(contains(first.before, "virtio-mmio 0xa003e50 write32 0x0 by "));
  CHECK(contains(first.before, "+0x"));
  CHECK(contains(first.after, "pl011 0x9000018 read32 0x90 by "));
  CHECK(contains(first.after, " instructions"));
}

TEST_CASE("trace: port instructions of an x86 are counted and have their place, too") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const auto text = readText(sourceFile("specimen-x86_64.json"));
  REQUIRE(text);
  nlohmann::json scenario = nlohmann::json::parse(*text);
  scenario["deterministic"] = true;
  scenario["milestones"][1]["instructions"] = 50'000'000;
  const std::string path = folder->path() + "/scenario.json";
  REQUIRE(writeText(path, scenario.dump(2)));
  const auto boot = [&](const Report *before) {
    return booted({.scenario = path, .kernel = specimen("x86_64"), .before = before});
  };
  const Report before = boot(nullptr);
  CHECK(outcome(before) == "passed");
  const RecordedTrace &trace = only(before).trace;
  REQUIRE(trace.events.size() > 50);
  std::size_t accesses = 0, placed = 0, printing = 0;
  for (std::size_t at = 0; at < trace.events.size(); ++at) {
    accesses += contains(trace.events[at], " read") || contains(trace.events[at], " write");
    placed += trace.places[at] != 0 && trace.instructions[at] > 0;
    printing += trace.symbols[trace.places[at]].starts_with("put(char)");
  }
  CHECK(accesses == trace.events.size());
  CHECK(placed == accesses);
  CHECK(printing > 40);
  const Comparison comparison = compare(before, boot(&before));
  CHECK(comparison.rung == Rung::Path);
  CHECK(comparison.observations.empty());
}

TEST_CASE("trace: a boot over its budget of instructions fails") {
  nlohmann::json changes = traced();
  changes["milestones"] = {{{"name", "one"}, {"line", "stage one"}, {"instructions", 50'000'000}},
                           {{"name", "success"}, {"line", "SUCCESS ${nonce}"}}};
  changes["facts"] = nullptr;
  CHECK(outcome(bootTraced(changes, "none")) == "passed");
  changes["milestones"][0]["instructions"] = 100;
  const Report report = bootTraced(changes, "none");
  CHECK(outcome(report) == "over-budget");
  CHECK(report.verdict == Verdict::TestFailed);
}

TEST_CASE("trace: a QEMU without plugins boots, and says that nothing was recorded") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string program = folder->path() + "/qemu-without-plugins";
  REQUIRE(writeText(program, "#!/bin/sh\ncase \"$*\" in *-plugin*) exit 1 ;; esac\n"
                             "exec qemu-system-aarch64 \"$@\"\n"));
  REQUIRE(::chmod(program.c_str(), 0700) == 0);
  nlohmann::json changes = traced();
  changes["program"] = program;
  const Report report = bootTraced(changes, "none");
  CHECK(outcome(report) == "passed");
  CHECK(only(report).trace.empty());
  REQUIRE_FALSE(only(report).warnings.empty());
  CHECK(contains(only(report).warnings.front(), "no trace was recorded"));
  CHECK_FALSE(compare(report, report).equal()); // a trace was asked for

  changes["milestones"] = {
      {{"name", "success"}, {"line", "SUCCESS ${nonce}"}, {"instructions", 9}}};
  changes["facts"] = nullptr;
  changes["retries"] = 0;
  const Report counted = bootTraced(changes, "none");
  CHECK(outcome(counted) == "not-counted");
  CHECK(counted.exitStatus() == ExitStatus::Environment);
}
