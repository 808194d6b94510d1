#include "verify/boot/arguments.h"

#include "base/text.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate;
using namespace levitate::boot;

static std::string line(const Scenario &scenario, const Wiring &wiring) {
  return join(qemuArguments(scenario, wiring), " ");
}

TEST_CASE("a machine starts paused, without defaults, and stays after its end") {
  Scenario scenario;
  scenario.program = "qemu-system-x";
  scenario.machine = "virt";
  scenario.kernel = "/k";
  scenario.commandLine = "a=b c";
  const std::string text = line(scenario, {.qmp = 7, .serial = 8});
  CHECK(text.starts_with("qemu-system-x -machine virt"));
  for (const char *part : {"-nodefaults", " -S", "reboot=shutdown,shutdown=pause", "fd=7", "fd=8",
                           "-kernel /k -append a=b c"})
    CHECK(text.find(part) != std::string::npos);
}

TEST_CASE("the layers of a disk: log of writes, injected errors, file") {
  Scenario scenario;
  scenario.disks = {
      {.id = "d", .size = 512, .logsWrites = true, .faults = {{.event = "read_aio"}}}};
  const std::string text = line(
      scenario, {.disks = {{"d", "/a,b"}}, .blkdebug = {{"d", "/f"}}, .writeLogs = {{"d", "/w"}}});
  CHECK(text.find("driver=blklogwrites,log.driver=file,log.filename=/w,file.driver=raw,"
                  "file.file.driver=blkdebug,file.file.config=/f,file.file.image.driver=file,"
                  "file.file.image.filename=/a,,b") != std::string::npos);
  CHECK(blkdebugRules(scenario.disks[0]).find("event = \"read_aio\"\nerrno = \"5\"") !=
        std::string::npos);
}

TEST_CASE("a deterministic boot counts instructions") {
  Scenario scenario;
  scenario.deterministic = true;
  CHECK(line(scenario, {}).find("-icount shift=0,sleep=off") != std::string::npos);
}
