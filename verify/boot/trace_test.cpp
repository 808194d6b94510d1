#include "verify/boot/trace.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace levitate::boot;

namespace {

std::vector<std::string> texts(const DeviceTrace &trace) {
  std::vector<std::string> list;
  for (const TraceEvent &event : trace.events)
    list.push_back(event.text);
  return list;
}

// One access as QEMU logs it, with what the plugin says of it.
std::string access(const std::string &kind, const std::string &address, const std::string &value,
                   const std::string &device, const std::string &place = "") {
  return "memory_region_ops_" + kind + " cpu 0 mr 0x55d5c0ffee00 addr " + address + " value " +
         value + " size 4 name '" + device + "'\n" + (place.empty() ? "" : "@ " + place + "\n");
}

const TraceContext plain{.memory = {{0x40000000, 0x4fffffff}}};

} // namespace

TEST_CASE("trace: addresses of guest memory are masked, registers and values are not") {
  const DeviceTrace trace =
      readTrace(access("write", "0xa003e80", "0x1000", "virtio-mmio") +
                    access("write", "0xa003e50", "0x1", "virtio-mmio") +
                    access("read", "0x9000018", "0x90", "pl011") +
                    access("write", "0x8000100", "0x4012a000", "gic_dist") +
                    access("write", "0x8000180", "0xffffffff", "gic_dist") +
                    "123@17.5:gic_set_irq irq 3 of 0x40000004\nvirtio_notify vdev 0x55d5c0ffee00\n",
                plain);
  CHECK(texts(trace) ==
        std::vector<std::string>{"virtio-mmio 0xa003e80 write32 <address>",
                                 "virtio-mmio 0xa003e50 write32 0x1", "pl011 0x9000018 read32 0x90",
                                 "gic_dist 0x8000100 write32 <address>",
                                 "gic_dist 0x8000180 write32 0xffffffff",
                                 "gic_set_irq irq 3 of <address>", "virtio_notify vdev <pointer>"});
}

TEST_CASE("trace: each access has its place, whatever other threads log in between") {
  const DeviceTrace trace =
      readTrace(access("read", "0x3f8", "0x0", "serial") + // by a port instruction
                    access("write", "0xa000050", "0x0", "virtio-mmio") + "gic_set_irq irq 3\n" +
                    "@ 120 ffff8000\n" + access("read", "0x9000018", "0x90", "pl011", "130 4000"),
                plain);
  REQUIRE(trace.events.size() == 4);
  CHECK(trace.events[0].instructions == 0);
  CHECK(trace.events[1].instructions == 120);
  CHECK(trace.events[1].place == 0xffff8000);
  CHECK(trace.events[2].instructions == 0);
  CHECK(trace.events[3].instructions == 130);
  CHECK(trace.events[3].place == 0x4000);
}

TEST_CASE("trace: an access by a port instruction has the place of that instruction") {
  const DeviceTrace trace = readTrace(
      "@( 5 100\n" + access("read", "0x3f8", "0x0", "serial") + "gic_set_irq irq 3\n" +
          access("read", "0x3f9", "0x0", "serial") + "@)\n" + "@( 6 104\n@)\n" + // nothing answered
          access("write", "0xa000050", "0x0", "virtio-mmio", "7 108 w a000050") + "@( 8 10c\n" +
          access("write", "0xf4", "0x0", "exit"),
      plain);
  REQUIRE(trace.events.size() == 5);
  CHECK(trace.events[0].instructions == 5);
  CHECK(trace.events[0].place == 0x100);
  CHECK(trace.events[1].place == 0);
  CHECK(trace.events[2].place == 0x100);
  CHECK(trace.events[3].place == 0x108);
  CHECK(trace.events[4].place == 0x10c); // the last one of the machine
}

TEST_CASE("trace: an access on which QEMU takes a shortcut is seen without its value") {
  const DeviceTrace trace =
      readTrace(access("read", "0x9000018", "0x90", "pl011", "7 10 r 9000018") +
                    "@ 9 14 w a003e50\nvirtio_queue_notify n 0\n@ 11 18 r 40000000\n@ 12 1c\n",
                plain);
  REQUIRE(texts(trace) == std::vector<std::string>{"pl011 0x9000018 read32 0x90",
                                                   "0xa003e50 write (the value is not traced)",
                                                   "virtio_queue_notify n 0",
                                                   "<address> read (the value is not traced)"});
  CHECK(trace.events[1].instructions == 9);
  CHECK(trace.events[1].place == 0x14);
}

TEST_CASE("trace: the parts of a wide access have one place") {
  const DeviceTrace trace = readTrace(access("read", "0x9000100", "0x1", "rtc") +
                                          access("read", "0x9000104", "0x2", "rtc", "7 10"),
                                      plain);
  REQUIRE(trace.events.size() == 2);
  CHECK(trace.events[0].instructions == 7);
  CHECK(trace.events[1].instructions == 7);
}

TEST_CASE("trace: the serial register is known by what it was given, and counts are found by it") {
  std::string log = access("write", "0x9000000", "0xff", "pl011", "1 10"); // no output yet
  int count = 10;
  for (const char c : std::string("ok 12\n")) {
    const std::string digits = {'0', 'x', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
    log += access("write", "0x9000000", digits, "pl011", std::to_string(count) + " 20") +
           access("read", "0x9000018", "0x90", "pl011", std::to_string(count + 1) + " 24");
    count += 2;
  }
  TraceContext context = plain;
  context.serial = "ok 12\n";
  CHECK(readTrace(log, context).serialInstructions ==
        std::vector<std::uint64_t>{10, 12, 14, 16, 18, 20});

  SECTION("text that differs from run to run is one event, however long it is") {
    context.varying = {{3, 5, "~count"}};
    const auto events = texts(readTrace(log, context));
    CHECK(std::count(events.begin(), events.end(), "pl011 0x9000000 write32 <~count>") == 1);
    CHECK(events.size() == 13 - 2); // the second digit and the status read between the two
    CHECK(std::find(events.begin(), events.end(), "pl011 0x9000000 write32 0x32") == events.end());
  }
  SECTION("without the plugin there are no counts") {
    std::string bare;
    for (const char c : {'o', 'k'})
      bare += access("write", "0x9000000", c == 'o' ? "0x6f" : "0x6b", "pl011");
    context.serial = "ok";
    CHECK(readTrace(bare, context).serialInstructions.empty());
  }
}

TEST_CASE("trace: nothing in a log can break the reader") {
  for (const char *log :
       {"@ ", "@ 1", "@ x y", "memory_region_ops_read", "\n\n", "0x", "@ 1 2", "@( ", "@)",
        "@( 1 2", "@( x\n@)", "@ 1 2 w ", "@ 1 2 w zz",
        "memory_region_ops_write cpu 0 mr 0x1 addr 0x value 0x size 4 name '",
        "memory_region_ops_write cpu 0 mr 0x1 addr 0x1 value 0x1 size 99999 name 'x'",
        "memory_region_ops_write cpu -1 mr 0x1 addr 0x1 value 0x1 size 4 name 'x'"})
    CHECK(readTrace(log, plain).events.size() <= 1);
  CHECK_FALSE(readTrace("@ unsettled\n", plain).settled);
}

TEST_CASE("trace: the guest's memory is that of the monitor's map") {
  const auto ranges =
      guestMemory("FlatView #0\n"
                  "  0000000000000000-0000000003ffffff (prio 0, romd): virt.flash0\n"
                  "  0000000009000000-0000000009000fff (prio 0, i/o): pl011\n"
                  "  0000000040000000-000000004fffffff (prio 0, ram): mach-virt.ram\n"
                  "  0000000040000000-000000004fffffff (prio 0, ram): mach-virt.ram\n"
                  "  broken (prio 0, ram): x\n");
  REQUIRE(ranges.size() == 1);
  CHECK(ranges[0].first == 0x40000000);
  CHECK(ranges[0].second == 0x4fffffff);
}
