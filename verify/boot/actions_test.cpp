// What a scenario can do to a machine while it runs, and how a boot may end, on real machines.
#include "verify/boot/testing/support.h"

#include "base/process.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace levitate;
using namespace levitate::boot;
using namespace levitate::boot::testing;

namespace {

// The specimen waits for a line on its serial input; `actions` come before that line.
Report bootWithActions(nlohmann::json actions, nlohmann::json more = nlohmann::json::object(),
                       const std::string &artifacts = "") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  actions.push_back({{"serial", "go on ${nonce}\n"}});
  more["milestones"] = {{{"name", "prompt"}, {"line", "say something> "}, {"then", actions}},
                        {{"name", "echo"}, {"line", "go on ${nonce}"}},
                        {{"name", "success"}, {"line", "SUCCESS ${nonce}"}}};
  more["facts"] = nullptr;
  more["checks"] = nlohmann::json::array();
  more["retries"] = 0;
  return booted({.scenario = changedScenario(*folder, more),
                 .kernel = specimen("aarch64"),
                 .variables = {{"fault", "echo"}},
                 .artifacts = artifacts});
}

Report bootX86(const std::string &fault, const nlohmann::json &changes) {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const auto text = readText(sourceFile("specimen-x86_64.json"));
  REQUIRE(text);
  nlohmann::json scenario = nlohmann::json::parse(*text);
  scenario.merge_patch(changes);
  const std::string path = folder->path() + "/scenario.json";
  REQUIRE(writeText(path, scenario.dump()));
  const auto report =
      verify({.scenario = path, .kernel = specimen("x86_64"), .variables = {{"fault", fault}}});
  INFO((report ? std::string() : report.error().text()));
  REQUIRE(report);
  return *report;
}

} // namespace

TEST_CASE("action: a network cable is pulled and put in again") {
  const nlohmann::json network = {
      {"networks", {{{"id", "net0"}}}},
      {"arguments",
       {"-global", "virtio-mmio.force-legacy=false", "-device", "virtio-net-device,netdev=net0"}}};
  CHECK(
      outcome(bootWithActions({{{"link", "net0"}, {"up", false}}, {{"link", "net0"}, {"up", true}}},
                              network)) == "passed");
  const Report wrong = bootWithActions({{{"link", "net7"}, {"up", false}}}, network);
  CHECK(outcome(wrong) == "action-failed");
  CHECK(contains(wrong.reason, "net7"));
}

TEST_CASE("action: a snapshot is a core of the guest that a debugger can read") {
  const auto artifacts = TemporaryDirectory::make();
  REQUIRE(artifacts);
  const Report report =
      bootWithActions({{{"snapshot", "at-the-prompt"}}}, {{"memory", "16M"}}, artifacts->path());
  CHECK(outcome(report) == "passed");
  const auto &files = only(report).files;
  REQUIRE(files.contains("snapshot at-the-prompt"));
  const auto core = readText(files.at("snapshot at-the-prompt"));
  REQUIRE(core);
  CHECK(core->starts_with("\x7f"
                          "ELF"));
  CHECK(contains(*core, "nonce=" + only(report).nonce)); // the guest's memory is in it
  const Report unkept = bootWithActions({{{"snapshot", "x"}}});
  CHECK(outcome(unkept) == "passed");
  REQUIRE_FALSE(only(unkept).warnings.empty());
  CHECK(contains(only(unkept).warnings.front(), "was not kept"));
}

TEST_CASE("action: a QMP command, and one that QEMU refuses") {
  CHECK(outcome(bootWithActions({{{"qmp", "query-status"}}})) == "passed");
  const Report wrong = bootWithActions({{{"qmp", "no-such-command"}}});
  CHECK(outcome(wrong) == "action-failed");
  CHECK(contains(wrong.reason, "no-such-command"));
}

TEST_CASE("action: keys and pointer go to a device; with none to take them the scenario is wrong") {
  const nlohmann::json actions = {{{"keys", {"ctrl-c"}}},
                                  {{"pointer", {{"x", 1}, {"y", 2}, {"button", "left"}}}}};
  const nlohmann::json devices = {{"arguments",
                                   {"-global", "virtio-mmio.force-legacy=false", "-device",
                                    "virtio-keyboard-device", "-device", "virtio-tablet-device"}}};
  // QEMU takes them though no driver does: that the guest saw them must be echoed by it.
  CHECK(outcome(bootWithActions(actions, devices)) == "passed");
  CHECK(outcome(bootWithActions(actions)) == "action-failed");
}

TEST_CASE("ending: a panic that the guest reports is one that was expected, or a failure") {
  const nlohmann::json device = {
      {"machine", "pc"},
      {"arguments",
       {"-device", "isa-debug-exit,iobase=0xf4,iosize=1", "-device", "pvpanic,ioport=0x505"}}};
  nlohmann::json expected = device;
  expected["ends"] = "panic";
  const Report meant = bootX86("tells-panic", expected);
  CHECK(outcome(meant) == "passed");
  CHECK(contains(meant.reason, "panic"));
  const Report unmeant = bootX86("tells-panic", device);
  CHECK(outcome(unmeant) == "panic");
  const Report quiet = bootX86("none", expected); // it ends well, which was not asked for
  CHECK(outcome(quiet) == "wrong-ending");
}

TEST_CASE("ending: a machine that runs on through the grace window") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const nlohmann::json running = {{"ends", "running"}, {"grace", 0.1}};
  CHECK(outcome(bootScenario(changedScenario(*folder, running), "never-ends")) == "passed");
  CHECK(outcome(bootScenario(changedScenario(*folder, running), "none")) == "wrong-ending");
}

TEST_CASE("accelerator: KVM is used only where it works, whatever /dev/kvm looks like") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const Report automatic =
      bootScenario(changedScenario(*folder, {{"accelerator", "auto"}, {"cpu", "max"}}));
  CHECK(outcome(automatic) == "passed");
#if defined(__x86_64__)
  const auto &argv = only(automatic).argv; // another architecture: KVM can't
  CHECK(std::find(argv.begin(), argv.end(), "tcg") != argv.end());
  const Report forced =
      bootScenario(changedScenario(*folder, {{"accelerator", "kvm"}, {"retries", 0}}));
  CHECK(outcome(forced) == "qemu-refused");
#endif
  CHECK(outcome(bootX86("none", {{"accelerator", "auto"}})) == "passed");
}

TEST_CASE("repeat: runs that disagree are flaky, and fail") {
  const auto repeated = [](const std::string &fault, unsigned runs) {
    const auto report = verify({.scenario = sourceFile("specimen-aarch64.json"),
                                .kernel = specimen("aarch64"),
                                .variables = {{"fault", fault}},
                                .repeat = runs,
                                .jobs = 2});
    REQUIRE(report);
    return *report;
  };
  const Report flaky = repeated("flaky", 16); // half of them fail; all alike once in 32768 times
  CHECK_FALSE(flaky.passed());
  REQUIRE(flaky.repeats().size() == 1);
  const Repeats runs = flaky.repeats().front();
  CHECK(runs.runs == 16);
  CHECK(runs.flaky());
  CHECK(runs.causes.at("milestone-missing") == 16 - runs.passed);
  CHECK(flaky.json()["repeats"][0]["flaky"] == true);
  const Report steady = repeated("none", 3);
  CHECK(steady.passed());
  CHECK_FALSE(steady.repeats().front().flaky());
  CHECK(steady.repeats().front().longest >= steady.repeats().front().shortest);
}
