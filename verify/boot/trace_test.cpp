#include "verify/boot/trace.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

TEST_CASE("addresses of guest memory are masked, registers and values are not") {
  const auto events = normaliseTrace(
      "123@17.5:virtio_mmio_write_offset virtio_mmio_write offset 0x80 value 0x1000\n"
      "virtio_mmio_write_offset virtio_mmio_write offset 0x50 value 0x0\n"
      "pl011_write addr 0x000 value 0x00000041\n"
      "x 0x4012a000\n");
  REQUIRE(events.size() == 4);
  CHECK(events[0] == "virtio_mmio_write_offset virtio_mmio_write offset 0x80 value <address>");
  CHECK(events[1] == "virtio_mmio_write_offset virtio_mmio_write offset 0x50 value 0x0");
  CHECK(events[2] == "pl011_write addr 0x000 value 0x00000041");
  CHECK(events[3] == "x <address>");
}

TEST_CASE("what depends on the host is left out") {
  CHECK(normaliseTrace("virtio_mmio_read virtio_mmio_read offset 0x70\n"
                       "virtio_mmio_write_offset virtio_mmio_write offset 0x64 value 0x1\n")
            .empty());
  CHECK(
      normaliseTrace("virtio_mmio_write_offset virtio_mmio_write offset 0x70 value 0xf\n").size() ==
      1);
}

TEST_CASE("the first divergence is found, also where one trace ends") {
  CHECK_FALSE(firstDivergence({"a", "b"}, {"a", "b"}));
  CHECK(firstDivergence({"a", "b"}, {"a", "c"})->index == 1);
  const auto shorter = firstDivergence({"a"}, {"a", "b"});
  REQUIRE(shorter);
  CHECK(shorter->before.empty());
  CHECK(shorter->after == "b");
}
