// Kernels that are not ours: the scenarios rules/boot/more/linux-*.json with the distribution's own
// Linux and a static busybox, which testing/fetch_linux.sh puts into the build folder (`./xtask
// test` does that). Skipped, with the reason, where they can't be had.
#include "verify/boot/testing/support.h"

#include "base/process.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

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
