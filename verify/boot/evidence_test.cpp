// Every verdict from evidence alone, without a machine.
#include "verify/boot/evidence.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

namespace {

struct Case {
  Scenario scenario;
  std::string output = "one\nSUCCESS 1234567890abcdef\n";
  Evidence evidence;

  Case() {
    scenario.nonce = "1234567890abcdef";
    scenario.milestones.push_back({.name = "one", .pattern = Pattern::literal("one")});
    scenario.milestones.push_back({.name = "success",
                                   .pattern = Pattern::literal("SUCCESS 1234567890abcdef"),
                                   .hasNonce = true,
                                   .forgery = *Pattern::regex("SUCCESS [0-9A-Za-z]+")});
    scenario.forbidden.push_back({.pattern = Pattern::literal("PANIC")});
    scenario.forbidden.push_back({.pattern = Pattern::literal("oops"), .harm = Harm::Warning});
    evidence.started = true;
    evidence.shutdown = "guest-shutdown";
    evidence.finalStatus = 0;
  }
  std::string cause() const {
    Watcher watcher(scenario);
    watcher.feed(output, Seconds(0));
    watcher.finish(Seconds(0));
    return judge(scenario, watcher, evidence).cause;
  }
};

} // namespace

TEST_CASE("with all evidence it passes; a warning does no harm") {
  Case boot;
  CHECK(boot.cause() == "passed");
  boot.output += "oops\n";
  CHECK(boot.cause() == "passed");
}

TEST_CASE("without any evidence it crashed") {
  CHECK(Judgement().verdict == Verdict::KernelFailed);
}

TEST_CASE("a later pass never overrides a failure") {
  Case boot;
  boot.output = "PANIC\none\nSUCCESS 1234567890abcdef\n";
  CHECK(boot.cause() == "panic");
}

TEST_CASE("a success line that lost a part of the nonce is told from a forged one") {
  Case boot;
  const auto causeOf = [&](const std::string &line) {
    boot.output = "one\n" + line;
    return boot.cause();
  };
  CHECK(causeOf("SUCCESS 12345678") == "cut-success");           // the end of a buffer
  CHECK(causeOf("SUCCESS 1234[  1.0] cpu1\n") == "cut-success"); // another processor's output
  CHECK(causeOf("SUCCESS 12345cpu1 is up67890abcdef\n") == "cut-success");
  CHECK(causeOf("SUCCESS 7890abcdef\n") == "cut-success"); // the first bytes were lost
  CHECK(causeOf("SUCCESS 9999\n") == "forged-success");
  CHECK(causeOf("SUCCESS fedcba0987654321\n") == "forged-success");
  CHECK(causeOf("SUCCESS abcde\n") ==
        "forged-success"); // of the nonce, but not where a cut leaves it
  CHECK(causeOf("SUCCESS 123\n") == "forged-success"); // too little to tell; the reason says so
  boot.evidence.shutdown = "guest-reset";
  CHECK(causeOf("SUCCESS 12345678") == "cut-success");
}

TEST_CASE("trouble on the host outweighs everything") {
  Case boot;
  boot.output = "PANIC\n";
  boot.evidence.environment = {"host-disk-full", "no space"};
  CHECK(boot.cause() == "host-disk-full");
}

TEST_CASE("the way of ending decides, not the exit status") {
  Case boot;
  boot.evidence.shutdown = "guest-reset";
  CHECK(boot.cause() == "wrong-ending");
  boot.evidence.shutdown.reset();
  CHECK(boot.cause() == "wrong-ending");
  boot.scenario.ending = {Ending::Kind::Exit, 3};
  boot.evidence.exitedByItself = 3;
  boot.evidence.finalStatus = 3;
  CHECK(boot.cause() == "passed");
  boot.evidence.finalStatus = 1;
  CHECK(boot.cause() == "wrong-ending");
}

TEST_CASE("a kernel that has to run on must be seen running at the end of the grace window") {
  Case boot;
  boot.scenario.ending.kind = Ending::Kind::Running;
  CHECK(boot.cause() == "wrong-ending");
  boot.evidence.shutdown.reset();
  boot.evidence.stillRunning = true;
  CHECK(boot.cause() == "passed");
}

TEST_CASE("a deadline is the boot's before it is up and the test's afterwards") {
  Case boot;
  boot.output = "one\n";
  boot.evidence.shutdown.reset();
  boot.evidence.expired = "3 s";
  CHECK(boot.cause() == "boot-timeout");
  boot.scenario.booted = "one";
  CHECK(boot.cause() == "test-timeout");
}

TEST_CASE("facts and checks must hold; a claim that is not true is a lie") {
  Case boot;
  boot.scenario.facts["memory"] = "128";
  CHECK(boot.cause() == "fact-missing");
  boot.scenario.facts.clear();
  boot.scenario.checks.push_back({.name = "disk"});
  CHECK(boot.cause() == "check-missing");
  boot.evidence.checks.push_back(
      {.name = "disk", .holds = false, .made = true, .evidence = "zeros"});
  CHECK(boot.cause() == "check-failed");
  boot.evidence.checks[0].claim = "disk: written";
  CHECK(boot.cause() == "guest-lied");
  boot.evidence.checks[0].holds = true;
  CHECK(boot.cause() == "passed");
}

TEST_CASE("what QEMU says about the guest counts") {
  Case boot;
  boot.evidence.complaints = {"qemu-system-aarch64: Looped descriptor"};
  CHECK(boot.cause() == "qemu-complained");
}
