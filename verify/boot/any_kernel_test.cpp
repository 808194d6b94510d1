// Kernels that are not ours: the scenarios rules/boot/more/linux-*.json with the distribution's own
// Linux and a static busybox, which testing/fetch_linux.sh puts into the build folder (`./xtask
// test` does that). Skipped, with the reason, where they can't be had.
#include "verify/boot/testing/support.h"

#include "base/process.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

using namespace levitate;
using namespace levitate::boot;
using namespace levitate::boot::testing;

namespace {

void bootLinux(const std::string &architecture) {
  const std::string files = std::string(LINUX_FOLDER) + "/" + architecture;
  if (!exists(files + "/vmlinuz") || !exists(files + "/busybox")) {
    const auto reason = readText(files + "/unavailable");
    SKIP("no Linux for " << architecture << ": "
                         << (reason ? *reason : "it was not fetched; ./xtask test does that"));
  }
  if (!findProgram("cpio") || !findProgram("qemu-system-" + architecture))
    SKIP("needs cpio and qemu-system-" << architecture);
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string initrd = folder->path() + "/initrd.img";
  const auto made =
      runProcess({.arguments = {sourceFile("linux_initramfs.sh"), files + "/busybox", initrd},
                  .mergeOutput = true});
  REQUIRE(made);
  INFO(made->output);
  REQUIRE(made->succeeded());
  const auto report =
      verify({.scenario = sourceFile("../../../rules/boot/more/linux-" + architecture + ".json"),
              .kernel = files + "/vmlinuz",
              .variables = {{"initrd", initrd}}});
  REQUIRE(report);
  const Attempt &attempt = report->variants.front().last();
  INFO(attempt.serial.substr(attempt.serial.size() -
                             std::min<std::size_t>(attempt.serial.size(), 2000)));
  CHECK(outcome(*report) == "passed");
  CHECK(attempt.facts.at("version") == attempt.facts.at("release"));
  CHECK(attempt.milestones.back().guestSeconds.value_or(0) == 0); // init's lines have no stamp
  CHECK(attempt.milestones[1].guestSeconds.has_value());
}

} // namespace

TEST_CASE("any kernel: a distribution's Linux for x86_64 boots by a scenario file too") {
  bootLinux("x86_64");
}

TEST_CASE("any kernel: a distribution's Linux for aarch64 boots by a scenario file too") {
  bootLinux("aarch64");
}

// Two builds on two architectures in one matrix: each combination boots its own kernel on its own
// machine, and the report says which. The kernels are given by the scenario or on the command line.
TEST_CASE("any kernel: a matrix of architectures and builds") {
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  for (const char *architecture : {"aarch64", "x86_64"}) {
    const auto image = readText(specimen(architecture));
    REQUIRE(image);
    // Another build of it: the same code in another file.
    REQUIRE(writeText(folder->path() + "/debug-" + architecture + ".elf", *image + "debug"));
  }
  const nlohmann::json scenario = {{"version", 1},
                                   {"name", "matrix"},
                                   {"architecture", "${architecture}"},
                                   {"machine", "${machine}"},
                                   {"cpu", "${cpu}"},
                                   {"memory", "128M"},
                                   {"arguments", {"${option}", "${value}"}},
                                   {"kernel", "${build}-${architecture}.elf"},
                                   {"command-line", "fault=exit-3 nonce=${nonce}"},
                                   {"variables", {{"cpu", "max"}}},
                                   {"matrix",
                                    {{"architecture",
                                      {{"aarch64",
                                        {{"machine", "virt"},
                                         {"cpu", "cortex-a72"},
                                         {"option", "-semihosting-config"},
                                         {"value", "enable=on"},
                                         {"status", "3"}}},
                                       {"x86_64",
                                        {{"machine", "microvm"},
                                         {"option", "-device"},
                                         {"value", "isa-debug-exit,iobase=0xf4,iosize=1"},
                                         {"status", "7"}}}}},
                                     {"build", {"release", "debug"}}}},
                                   {"deadline", {{"wall", 60}, {"cpu", 10}}},
                                   {"milestones", {{{"line", "SUCCESS ${nonce}"}}}},
                                   {"ends", {{"exit", "${status}"}}}};
  const std::string path = folder->path() + "/matrix.json";
  REQUIRE(writeText(path, scenario.dump(2)));
  for (const char *architecture : {"aarch64", "x86_64"})
    REQUIRE(writeText(folder->path() + "/release-" + architecture + ".elf",
                      *readText(specimen(architecture))));
  const auto report = verify({.scenario = path, .jobs = 2});
  INFO((report ? report->reason : report.error().text()));
  REQUIRE(report);
  CHECK(outcome(*report) == "passed");
  REQUIRE(report->variants.size() == 4);
  std::set<std::string> digests;
  for (const VariantReport &variant : report->variants) {
    const std::string &architecture = variant.variables.at("architecture");
    CHECK(variant.architecture == architecture);
    CHECK(variant.kernel.path ==
          folder->path() + "/" + variant.variables.at("build") + "-" + architecture + ".elf");
    CHECK(variant.last().argv.front() == "qemu-system-" + architecture);
    digests.insert(variant.kernel.digest);
  }
  CHECK(digests.size() == 4);

  // One of them is the kernel of the other architecture: that one fails, and decides.
  Request request{.scenario = path, .variables = {{"architecture", "aarch64"}}, .jobs = 2};
  addKernel(request, "debug=" + specimen("x86_64"));
  const auto mixed = verify(request);
  REQUIRE(mixed);
  CHECK(outcome(*mixed) == "kernel-architecture");
  CHECK(mixed->kernel.path == specimen("x86_64"));
  CHECK(mixed->variants.size() == 2);

  const auto mistake = [&](const std::string &kernel, const Variables &variables = {}) {
    Request wrong{.scenario = path, .variables = variables};
    addKernel(wrong, kernel);
    const auto result = verify(wrong);
    return result ? std::string() : result.error().text();
  };
  CHECK(mistake("debgu=/k").find("did you mean 'debug'") != std::string::npos);
  CHECK(mistake("debug=/k", {{"build", "release"}}).find("no combination") != std::string::npos);
  CHECK(mistake("/k", {{"architecture", "arch64"}}).find("did you mean 'aarch64'") !=
        std::string::npos);
  CHECK(mistake("/k", {{"cpuu", "x"}}).find("did you mean 'cpu'") != std::string::npos);
  Request both{.scenario = path};
  addKernel(both, "debug=/a"), addKernel(both, "x86_64=/b");
  CHECK(verify(both).error().text().find("has both") != std::string::npos);
  addKernel(both, "./odd=name.elf"); // a path, by its slash
  CHECK(both.kernel == "./odd=name.elf");
}

// Every scenario that is shipped must at least decode in every combination of its matrix.
TEST_CASE("the scenarios in rules/boot are well-formed") {
  const std::string folder = sourceFile("../../../rules/boot");
  const auto files = listFiles(folder, {"patterns", "fonts"});
  REQUIRE(files);
  std::size_t count = 0;
  for (const std::string &file : *files) {
    INFO(file);
    const auto head = readScenario(folder + "/" + file);
    INFO((head ? "" : head.error().text()));
    REQUIRE(head);
    for (const Variables &combination : combinations(*head)) {
      const auto scenario = decodeScenario(*head, combination);
      INFO((scenario ? "" : scenario.error().text()));
      CHECK(scenario);
    }
    ++count;
  }
  CHECK(count >= 5);
}
