// The faults that a verdict must tell apart. Each boots a real machine (or a fake QEMU, where the
// real one can't be made to fail so) and ends within its deadline.
#include "verify/boot/testing/support.h"

#include "base/process.h"
#include "base/text.h"
#include "verify/boot/render.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <dirent.h>
#include <fstream>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace levitate;
using namespace levitate::boot;
using namespace levitate::boot::testing;

namespace {

// A short leash, for kernels that hang; generous enough for a loaded host, since it counts the
// processor time that QEMU used.
const nlohmann::json hurry = {{"deadline", {{"wall", 60}, {"cpu", 0.7}}}};

std::string hurried(const TemporaryDirectory &folder) { return changedScenario(folder, hurry); }

Report bootHurried(const std::string &fault) {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  return bootScenario(hurried(*folder), fault);
}

Report bootChanged(const nlohmann::json &changes, const std::string &fault = "none") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  return bootScenario(changedScenario(*folder, changes), fault);
}

std::vector<pid_t> childrenOf(pid_t parent) {
  std::vector<pid_t> children;
  DIR *folder = ::opendir("/proc");
  REQUIRE(folder);
  while (const dirent *entry = ::readdir(folder)) {
    const pid_t process = std::atoi(entry->d_name);
    std::ifstream file("/proc/" + std::string(entry->d_name) + "/stat");
    std::string text;
    if (process <= 0 || !std::getline(file, text))
      continue;
    const std::size_t end = text.rfind(')');
    if (end != std::string::npos && std::atoi(text.c_str() + end + 4) == parent)
      children.push_back(process);
  }
  ::closedir(folder);
  return children;
}

} // namespace

TEST_CASE("a kernel that does everything right passes") {
  const Report report = bootSpecimen("none");
  CHECK(outcome(report) == "passed");
  CHECK(report.exitStatus() == ExitStatus::Success);
  const Attempt &attempt = report.variants.front().last();
  CHECK(attempt.milestones.size() == 7);
  CHECK(attempt.checks.size() == 2);
  CHECK(attempt.facts.at("memory") == "128");
  CHECK(attempt.ending == "guest-shutdown");
}

TEST_CASE("fault: a hang before the first line, with the place where it spins") {
  const Report report = bootHurried("silent");
  CHECK(outcome(report) == "boot-timeout");
  CHECK(report.verdict == Verdict::KernelFailed);
  CHECK(contains(report.reason, "the kernel printed nothing"));
  CHECK(contains(report.variants.front().last().diagnosis, "CPU 0 was at:"));
  CHECK(contains(report.variants.front().last().diagnosis, "spin"));
  CHECK(contains(report.variants.front().last().diagnosis, "X00="));
}

TEST_CASE("fault: silence without using the processor is told from a hang") {
  // A host that is busy with other things keeps QEMU from starting, which is no verdict on the
  // kernel; the same amount of that counts for less in a longer time.
  Report report;
  for (const int patience : {1, 5, 25}) {
    report =
        bootChanged({{"deadline", {{"wall", 60}, {"cpu", 10}, {"milestone", patience}}}}, "idle");
    if (outcome(report) != "host-overloaded")
      break;
  }
  CHECK(outcome(report) == "boot-timeout");
  CHECK(contains(report.reason, "waits in"));
}

TEST_CASE("fault: a late hang names the milestone that is missing and the last one reached") {
  const Report report = bootHurried("hang");
  CHECK(outcome(report) == "boot-timeout");
  CHECK(contains(report.reason, "milestone 'two' was not reached"));
  CHECK(contains(report.reason, "the last milestone was 'one'"));
}

TEST_CASE("fault: a hang after the boot is the test's") {
  const Report report = bootChanged({{"booted", "one"}, {"deadline", {{"cpu", 0.7}}}}, "hang");
  CHECK(outcome(report) == "test-timeout");
  CHECK(report.verdict == Verdict::TestFailed);
}

TEST_CASE("fault: a panic, with what it prints afterwards") {
  const Report report = bootSpecimen("panic");
  CHECK(outcome(report) == "panic");
  CHECK(report.exitStatus() == ExitStatus::Findings);
  CHECK(contains(report.variants.front().last().serial, "backtrace: a b c"));
  CHECK(report.variants.front().attempts.size() == 1); // only the environment gets another try
}

TEST_CASE("fault: a storm of panics ends") {
  CHECK(outcome(bootSpecimen("panic-storm")) == "panic");
}

TEST_CASE("fault: a panic after the success line counts") {
  CHECK(outcome(bootSpecimen("late-panic")) == "panic");
}

TEST_CASE("fault: a reset is no power-off, though QEMU ends with 0 in both cases") {
  const Report report = bootSpecimen("reset");
  CHECK(outcome(report) == "unexpected-end");
  CHECK(report.variants.front().last().status == 0);
  CHECK(contains(report.reason, "reset"));
}

TEST_CASE("fault: a loop of banners is a loop of reboots") {
  CHECK(outcome(bootSpecimen("banner-loop")) == "reboot-loop");
}

TEST_CASE("fault: an exception without a handler") {
  CHECK(outcome(bootHurried("triple-fault")) == "boot-timeout");
}

TEST_CASE("fault: garbage before the first line does no harm") {
  const Report report = bootSpecimen("garbage", {});
  CHECK(outcome(report) == "passed");
  CHECK_NOTHROW(report.json().dump());
}

TEST_CASE("fault: a line without an end") {
  CHECK(outcome(bootHurried("endless-line")) == "endless-line");
}

TEST_CASE("fault: more output than allowed") {
  CHECK(outcome(bootChanged({{"output-limit", "64K"}}, "flood")) == "output-flood");
}

TEST_CASE("fault: a success line that was cut is no forgery, and no success") {
  const Report report = bootSpecimen("cut");
  CHECK(outcome(report) == "cut-success");
  CHECK(contains(report.reason, "8 of the 16 characters"));
}

// Not on the pieces in which output arrives: the true line comes some milliseconds later.
TEST_CASE("a line of an earlier run before the true one does not hang on timing") {
  for (int i = 0; i < 3; ++i)
    CHECK(outcome(bootSpecimen("forged-first")) == "passed");
}

TEST_CASE("fault: what a kernel prints can do no harm to a terminal or a report") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  // The milestone's line is part of every format.
  const nlohmann::json changes = {{"milestones",
                                   {{{"name", "odd"}, {"line", "31m"}},
                                    {{"name", "success"}, {"line", "no such line ${nonce}"}}}},
                                  {"checks", nlohmann::json::array()}};
  const Report report = bootScenario(changedScenario(*folder, changes), "hostile");
  CHECK(outcome(report) == "milestone-missing");
  for (const std::string &text : {renderText(report, true, false), renderTap(report)})
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte != '\n' && (byte < 0x20 || byte == 0x7F || (byte == 0xC2 && text[at + 1] == '\x9b')))
        FAIL("a control character at " << at << " of\n" << text);
    }
  const std::string xml = renderJunit(report);
  CHECK(std::none_of(xml.begin(), xml.end(),
                     [](char c) { return c >= 0 && c < ' ' && c != '\n' && c != '\r'; }));
  CHECK(xml.find("\xEF\xBF\xBF") == std::string::npos);
  CHECK(toUtf8(xml) == xml);
  CHECK(nlohmann::json::accept(report.json().dump()));
}

TEST_CASE("fault: a success line without this run's nonce is a forgery") {
  const Report report = bootSpecimen("forged");
  CHECK(outcome(report) == "forged-success");
}

TEST_CASE("fault: it powers off too early") {
  CHECK(outcome(bootSpecimen("exit-early")) == "milestone-missing");
}

TEST_CASE("fault: milestones out of order are named") {
  const Report report = bootSpecimen("wrong-order");
  CHECK(outcome(report) == "milestone-missing");
}

TEST_CASE("fault: it never ends") {
  const Report report =
      bootChanged({{"deadline", {{"wall", 2}, {"cpu", 10}}}, {"retries", 0}}, "never-ends");
  CHECK((report.cause == "boot-timeout" || report.cause == "host-overloaded"));
}

TEST_CASE("fault: it ends the emulator with a status that was not expected") {
  CHECK(outcome(bootSpecimen("exit-3")) == "wrong-ending");
  CHECK(outcome(bootChanged({{"ends", {{"exit", 3}}}, {"checks", nlohmann::json::array()}},
                            "exit-3")) == "passed");
}

TEST_CASE("a line that another processor cut in two is put together again") {
  const Report report = bootSpecimen("split");
  CHECK(outcome(report) == "passed");
  CHECK(report.variants.front().last().milestones.back().rejoined);
}

TEST_CASE("the guest lied: it claims a write that is not on the disk") {
  for (const char *fault : {"wrong-byte", "lies-about-write"}) {
    const Report report = bootSpecimen(fault);
    CHECK(outcome(report) == "guest-lied");
    CHECK(report.verdict == Verdict::KernelFailed);
  }
}

TEST_CASE("the guest lied: it claims to be done without a flush") {
  const Report report = bootSpecimen("missing-flush");
  CHECK(outcome(report) == "guest-lied");
  CHECK(contains(report.reason, "flushes is 0"));
}

TEST_CASE("a complaint of QEMU about the guest is a failure of the kernel") {
  const Report report = bootHurried("bad-descriptor");
  CHECK(outcome(report) == "qemu-complained");
}

TEST_CASE("KTAP is taken strictly") {
  const nlohmann::json changes = {{"checks", {{{"ktap", {{"least", {{"tests", 2}}}}}}}}};
  CHECK(outcome(bootChanged(changes, "ktap")) == "passed");
  CHECK(outcome(bootChanged(changes, "ktap-fails")) == "check-failed");
  CHECK(outcome(bootChanged(changes, "ktap-short")) == "check-failed");
  CHECK(outcome(bootChanged(changes, "none")) == "check-failed");
}

TEST_CASE("input on the serial line is echoed") {
  const nlohmann::json milestones = {{{"name", "prompt"},
                                      {"line", "say something> "},
                                      {"then", {{{"serial", "hello ${nonce}\n"}}}}},
                                     {{"name", "echo"}, {"line", "hello ${nonce}"}},
                                     {{"name", "success"}, {"line", "SUCCESS ${nonce}"}}};
  CHECK(outcome(bootChanged(
            {{"milestones", milestones}, {"facts", nullptr}, {"checks", nlohmann::json::array()}},
            "echo")) == "passed");
}

TEST_CASE("fault: the device is missing") {
  const Report report =
      bootChanged({{"arguments", {"-global", "virtio-mmio.force-legacy=false"}}, {"retries", 0}});
  CHECK(outcome(report) == "milestone-missing");
  CHECK(contains(report.reason, "'read'"));
}

TEST_CASE("fault: the disk is truncated") {
  const nlohmann::json disk = {{"id", "disk0"}, {"size", "1M"}, {"truncate", 512}};
  const Report report = bootChanged({{"disks", {disk}}});
  CHECK(outcome(report) == "milestone-missing");
  CHECK(contains(report.variants.front().last().serial, "disk: read error"));
}

TEST_CASE("fault: the disk is read-only") {
  const nlohmann::json disk = {{"id", "disk0"},
                               {"size", "1M"},
                               {"read-only", true},
                               {"contents", {{{"offset", 512}, {"text", "from-the-host"}}}}};
  const Report report = bootChanged({{"disks", {disk}}});
  CHECK(outcome(report) == "milestone-missing");
  CHECK(contains(report.variants.front().last().serial, "disk: write error"));
}

TEST_CASE("fault: injected errors of the disk reach the guest and are counted") {
  const nlohmann::json disk = {
      {"id", "disk0"}, {"size", "1M"}, {"faults", {{{"event", "read_aio"}, {"errno", 5}}}}};
  const Report report = bootChanged({{"disks", {disk}}});
  CHECK(outcome(report) == "milestone-missing");
  const Attempt &attempt = report.variants.front().last();
  CHECK(contains(attempt.serial, "disk: read error 1"));
  CHECK(std::any_of(attempt.warnings.begin(), attempt.warnings.end(), [](const std::string &one) {
    return one.find("BLOCK_IO_ERROR") != std::string::npos;
  }));
}

TEST_CASE("fault: the host's disk is full") {
  const nlohmann::json disk = {{"id", "disk0"},
                               {"size", "1M"},
                               {"contents", {{{"offset", 512}, {"text", "from-the-host"}}}},
                               {"faults", {{{"event", "write_aio"}, {"errno", 28}}}}};
  const Report report = bootChanged({{"disks", {disk}}, {"retries", 0}});
  CHECK(outcome(report) == "host-disk-full");
  CHECK(report.exitStatus() == ExitStatus::Environment);
}

TEST_CASE("fault: a disk can't be filled") {
  // Found out while QEMU is starting already, which must not outlive that.
  const nlohmann::json disk = {{"id", "disk0"},
                               {"size", "40M"},
                               {"filesystem", "fat32"},
                               {"files", {{{"path", "a"}, {"from", "/no/such/file"}}}}};
  const Report report = bootChanged({{"disks", {disk}}, {"retries", 0}, {"checks", nullptr}});
  CHECK(outcome(report) == "cannot-start");
  CHECK(report.exitStatus() == ExitStatus::Environment);
  CHECK(contains(report.reason, "/no/such/file"));
  CHECK(childrenOf(::getpid()).empty());
}

TEST_CASE("fault: QEMU is missing") {
  const Report report = bootChanged({{"program", "no-such-qemu"}});
  CHECK(report.verdict == Verdict::EnvironmentFailed);
  CHECK(contains(report.reason, "'no-such-qemu' is not installed"));
  CHECK(report.variants.front().attempts.size() == 2); // it was tried again, and says so
}

TEST_CASE("fault: QEMU refuses an argument, and what it says is the reason") {
  const Report report = bootChanged({{"arguments", {"-no-such-option"}}, {"retries", 0}});
  CHECK(outcome(report) == "qemu-refused");
  CHECK(contains(report.reason, "no-such-option"));
  CHECK(report.exitStatus() == ExitStatus::Environment);
}

TEST_CASE("fault: QEMU's monitor connection is closed") {
  const Report report = bootChanged({{"program", std::string(SPECIMEN_FOLDER) + "/fake-qemu"},
                                     {"machine", "no-qmp"},
                                     {"retries", 0}});
  CHECK(outcome(report) == "qmp-lost");
  CHECK(report.verdict == Verdict::EnvironmentFailed);
}

TEST_CASE("fault: the kernel is missing") {
  const auto report = verify({.scenario = sourceFile("specimen-aarch64.json"),
                              .kernel = "/no/such/kernel",
                              .variables = {}});
  REQUIRE(report);
  CHECK(outcome(*report) == "kernel-missing");
  CHECK(report->exitStatus() == ExitStatus::Environment);
}

TEST_CASE("fault: the kernel is empty or cut off, of which QEMU says nothing") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string path = folder->path() + "/kernel";
  const auto whole = readText(specimen("aarch64"));
  REQUIRE(whole);
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{30}, std::size_t{100}, whole->size() / 8}) {
    REQUIRE(writeText(path, whole->substr(0, size)));
    const auto report =
        verify({.scenario = sourceFile("specimen-aarch64.json"), .kernel = path, .variables = {}});
    REQUIRE(report);
    CAPTURE(size);
    CHECK(outcome(*report) == "kernel-broken");
    CHECK(report->variants.front().attempts.size() == 1); // trying again can't help
  }
}

TEST_CASE("fault: a kernel of garbage does not boot, and does no harm") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string path = folder->path() + "/kernel";
  std::string garbage;
  for (std::uint32_t seed = 1; garbage.size() < 100'000; seed = seed * 1664525 + 1013904223)
    garbage += static_cast<char>(seed >> 24U);
  REQUIRE(writeText(path, garbage));
  const auto report = verify({.scenario = hurried(*folder), .kernel = path, .variables = {}});
  REQUIRE(report);
  CHECK(outcome(*report) == "boot-timeout");
}

TEST_CASE("fault: the kernel is for another architecture") {
  const auto report = verify({.scenario = sourceFile("specimen-aarch64.json"),
                              .kernel = specimen("x86_64"),
                              .variables = {}});
  REQUIRE(report);
  CHECK(outcome(*report) == "kernel-architecture");
}

namespace {

// The processes whose parent is `parent`.
bool isQemu(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/cmdline");
  std::string command;
  return std::getline(file, command, '\n') && command.find("qemu-system-") != std::string::npos;
}

// Runs the specimen that never ends in a process of its own, and returns that process and its QEMU.
std::pair<pid_t, pid_t> startVerifier(std::vector<std::string> more = {},
                                      const std::string &temporary = "/tmp") {
  const std::string kernel = specimen("aarch64");
  more.insert(more.begin(), {VERIFIER, "--quiet", sourceFile("specimen-aarch64.json"), "--kernel",
                             kernel, "--set", "fault=never-ends"});
  std::vector<char *> arguments;
  for (std::string &one : more)
    arguments.push_back(one.data());
  arguments.push_back(nullptr);
  const pid_t verifier = ::fork();
  REQUIRE(verifier >= 0);
  if (verifier == 0) {
    ::setenv("TMPDIR", temporary.c_str(), 1);
    ::execv(VERIFIER, arguments.data());
    ::_exit(127);
  }
  for (int i = 0; i < 6000; ++i) {
    for (const pid_t child : childrenOf(verifier))
      if (isQemu(child))
        return {verifier, child};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ::kill(verifier, SIGKILL);
  FAIL("the verifier started no QEMU");
  return {};
}

bool gone(pid_t process) {
  for (int i = 0; i < 3000; ++i) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    if (!std::getline(file, text) || text.find(") Z ") != std::string::npos)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

} // namespace

TEST_CASE("fault: QEMU is killed") {
  const auto [verifier, qemu] = startVerifier();
  ::kill(qemu, SIGKILL);
  // It tries once more; that machine is killed as well when it comes.
  int status = 0;
  for (int i = 0; i < 6000 && ::waitpid(verifier, &status, WNOHANG) == 0; ++i) {
    for (const pid_t child : childrenOf(verifier))
      if (isQemu(child)) // and no helper of the verifier's own, such as a sanitizer's
        ::kill(child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 4);
}

TEST_CASE("fault: the verifier is killed and leaves no QEMU behind") {
  const auto [verifier, qemu] = startVerifier();
  ::kill(verifier, SIGKILL);
  ::waitpid(verifier, nullptr, 0);
  CHECK(gone(qemu));
}

TEST_CASE("fault: the verifier is asked to end and does so in good order") {
  const auto [verifier, qemu] = startVerifier();
  ::kill(verifier, SIGTERM);
  int status = 0;
  ::waitpid(verifier, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 4);
  CHECK(gone(qemu));
}

TEST_CASE("fault: the verifier is asked to end amid many boots, and says how far it came") {
  const int request = GENERATE(SIGINT, SIGTERM);
  const auto folder = TemporaryDirectory::make(), temporary = TemporaryDirectory::make();
  REQUIRE((folder && temporary));
  const std::string json = folder->path() + "/report.json";
  const auto [verifier, qemu] =
      startVerifier({"--repeat", "5", "-j", "2", "--json", json}, temporary->path());
  for (int i = 0; i < 6000 && childrenOf(verifier).size() < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const std::vector<pid_t> machines = childrenOf(verifier);
  CHECK(machines.size() == 2);
  ::kill(verifier, request);
  int status = 0;
  ::waitpid(verifier, &status, 0);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 4);
  for (const pid_t machine : machines)
    CHECK(gone(machine));
  CHECK(listFiles(temporary->path(), {})->empty());
  const auto text = readText(json);
  REQUIRE(text);
  const nlohmann::json report = nlohmann::json::parse(*text);
  CHECK(report["cause"] == "interrupted");
  CHECK(contains(report["reason"], "3 of 5 boots were not begun"));
}

TEST_CASE("fault: a QEMU that never speaks is given up within the deadline, and leaves nothing") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string program = folder->path() + "/qemu-silent";
  REQUIRE(writeText(program, "#!/bin/sh\nhead -c 9999 /dev/urandom\nexec sleep 100\n"));
  REQUIRE(::chmod(program.c_str(), 0700) == 0);
  const auto begin = std::chrono::steady_clock::now();
  const Report report =
      bootChanged({{"program", program}, {"retries", 0}, {"deadline", {{"wall", 1}, {"cpu", 1}}}});
  CHECK(outcome(report) == "qmp-silent");
  CHECK(report.exitStatus() == ExitStatus::Environment);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
  CHECK(childrenOf(::getpid()).empty());
}

TEST_CASE("fault: artifacts that can't be kept are told before the boot") {
  const auto report = verify({.scenario = sourceFile("specimen-aarch64.json"),
                              .kernel = specimen("aarch64"),
                              .artifacts = "/proc/none"});
  REQUIRE_FALSE(report);
  CHECK(report.error().status == ExitStatus::Environment);
}

TEST_CASE("any architecture: the same kernel on x86_64, which ends by the debug exit") {
  const auto boot = [](const std::string &fault) {
    const auto report = verify({.scenario = sourceFile("specimen-x86_64.json"),
                                .kernel = specimen("x86_64"),
                                .variables = {{"fault", fault}}});
    REQUIRE(report);
    return outcome(*report);
  };
  CHECK(boot("none") == "passed");
  CHECK(boot("triple-fault") == "unexpected-end");
  CHECK(boot("panic") == "panic");
  CHECK(boot("exit-3") == "wrong-ending");
}
