// Kernels that are not ours: the scenarios rules/boot/more/linux-*.json with a kernel of the host's
// packages (linux-image-*, busybox-static). Skipped where these are not installed;
// LEVITATE_LINUX_KERNEL and LEVITATE_BUSYBOX name others.
#include "verify/boot/testing/support.h"

#include "base/process.h"
#include "verify/boot/image.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <dirent.h>

using namespace levitate;
using namespace levitate::boot;
using namespace levitate::boot::testing;

namespace {

std::string linuxKernel() {
  if (const char *given = std::getenv("LEVITATE_LINUX_KERNEL"))
    return given;
  std::string newest;
  if (DIR *folder = ::opendir("/boot")) {
    while (const dirent *entry = ::readdir(folder)) {
      const std::string path = "/boot/" + std::string(entry->d_name);
      if (path.starts_with("/boot/vmlinuz-") && path > newest && readText(path))
        newest = path;
    }
    ::closedir(folder);
  }
  return newest;
}

std::string staticBusybox() {
  const char *given = std::getenv("LEVITATE_BUSYBOX");
  const std::string path = given ? given : findProgram("busybox").value_or("");
  const auto bytes = readText(path);
  return bytes && bytes->find("/ld-linux") == std::string::npos ? path : "";
}

} // namespace

TEST_CASE("any kernel: Linux boots by a scenario file too") {
  const std::string kernel = linuxKernel(), busybox = staticBusybox();
  if (kernel.empty() || busybox.empty() || !findProgram("cpio"))
    SKIP("needs a readable /boot/vmlinuz-*, a static busybox and cpio");
  const auto image = readText(kernel);
  REQUIRE(image);
  const std::string architecture = identifyImage(*image).architecture;
  if (architecture != "x86_64" && architecture != "aarch64")
    SKIP("no scenario for this kernel: " + kernel);
  const auto folder = TemporaryDirectory::make();
  REQUIRE(folder);
  const std::string initrd = folder->path() + "/initrd.img";
  const auto made = runProcess(
      {.arguments = {sourceFile("linux_initramfs.sh"), busybox, initrd}, .mergeOutput = true});
  REQUIRE(made);
  INFO(made->output);
  REQUIRE(made->succeeded());
  const auto report =
      verify({.scenario = sourceFile("../../../rules/boot/more/linux-" + architecture + ".json"),
              .kernel = kernel,
              .variables = {{"initrd", initrd}}});
  REQUIRE(report);
  CHECK(outcome(*report) == "passed");
  CHECK(report->variants.front().last().facts.at("version") ==
        report->variants.front().last().facts.at("release"));
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
