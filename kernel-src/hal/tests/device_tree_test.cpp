#include "device_tree_builder.hpp"
#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/platform.hpp"

#include <catch2/catch_test_macros.hpp>
#include <random>

using namespace levitate::hal;

namespace {
std::vector<std::byte> virt_machine() {
  return DeviceTreeBuilder()
      .begin("")
      .cells("#address-cells", {2})
      .cells("#size-cells", {2})
      .begin("memory@40000000")
      .text("device_type", "memory")
      .cells("reg", {0, 0x4000'0000, 0, 0x1000'0000})
      .end()
      .begin("intc@8000000")
      .text("compatible", "arm,gic-v3")
      .cells("reg", {0, 0x0800'0000, 0, 0x10000, 0, 0x080A'0000, 0, 0xF60000})
      .end()
      .begin("bus")
      .cells("#address-cells", {1})
      .cells("#size-cells", {1})
      .begin("virtio_mmio@a000000")
      .bytes("compatible", std::string("acme,other\0virtio,mmio\0", 23))
      .cells("reg", {0x0A00'0000, 0x200})
      .cells("interrupts", {0, 16, 1})
      .end()
      .begin("off@1")
      .text("compatible", "acme,disabled")
      .text("status", "disabled")
      .end()
      .end()
      .begin("timer")
      .text("compatible", "arm,armv8-timer")
      .cells("interrupts", {1, 13, 4, 1, 14, 4, 1, 11, 4, 1, 10, 4})
      .end()
      .begin("psci")
      .text("method", "smc")
      .end()
      .begin("chosen")
      .text("bootargs", "selftest nonce=1")
      .cells("linux,initrd-start", {0x4800'0000})
      .cells("linux,initrd-end", {0, 0x4800'1000})
      .end()
      .end()
      .build();
}
} // namespace

TEST_CASE("nodes are found by path and by what they are compatible with") {
  const auto blob = virt_machine();
  const auto tree = DeviceTree::parse(blob);
  REQUIRE(tree);
  CHECK(tree->find_path("/bus/virtio_mmio@a000000"));
  CHECK(tree->find_path("/")->depth == 0);
  CHECK_FALSE(tree->find_path("/bus/virtio"));
  CHECK_FALSE(tree->find_path("/virtio_mmio@a000000"));
  CHECK_FALSE(tree->find_path("bus"));
  CHECK(tree->find_compatible("virtio,mmio")->name == "virtio_mmio@a000000");
  CHECK_FALSE(tree->find_compatible("virtio"));
  CHECK_FALSE(tree->find_compatible("acme,disabled"));
}
TEST_CASE("registers are read with the cells of the parent") {
  const auto blob = virt_machine();
  const auto tree = DeviceTree::parse(blob);
  REQUIRE(tree);
  const auto device = tree->region(*tree->find_compatible("virtio,mmio"), 0);
  REQUIRE(device);
  CHECK(device->address == 0x0A00'0000);
  CHECK(device->size == 0x200);
  const auto redistributor = tree->region(*tree->find_compatible("arm,gic-v3"), 1);
  REQUIRE(redistributor);
  CHECK(redistributor->address == 0x080A'0000);
  CHECK_FALSE(tree->region(*tree->find_compatible("arm,gic-v3"), 2));
}
TEST_CASE("interrupts are numbered as the GIC does") {
  const auto blob = virt_machine();
  const auto tree = DeviceTree::parse(blob);
  REQUIRE(tree);
  CHECK(tree->interrupt(*tree->find_compatible("virtio,mmio"), 0) == 48);
  CHECK(tree->interrupt(*tree->find_compatible("arm,armv8-timer"), 2) == 27);
  CHECK_FALSE(tree->interrupt(*tree->find_compatible("arm,armv8-timer"), 4));
}
TEST_CASE("the platform is what the tree says") {
  const auto blob = virt_machine();
  const auto tree = DeviceTree::parse(blob);
  REQUIRE(tree);
  const auto platform = describe_platform(*tree);
  REQUIRE(platform);
  CHECK(platform->memory_count == 1);
  CHECK(platform->memory[0].size == 0x1000'0000);
  CHECK(platform->gic == GicVersion::V3);
  CHECK(platform->gic_interface == 0x080A'0000);
  CHECK(platform->timer_interrupt == 27);
  CHECK(platform->psci == PsciConduit::Smc);
  CHECK(platform->command_line == "selftest nonce=1");
  CHECK(platform->initial_ram_disk.address == 0x4800'0000);
  CHECK(platform->initial_ram_disk.size == 0x1000);
}
TEST_CASE("a tree without memory describes no platform") {
  const auto blob = DeviceTreeBuilder().begin("").end().build();
  const auto tree = DeviceTree::parse(blob);
  REQUIRE(tree);
  CHECK_FALSE(describe_platform(*tree));
}
TEST_CASE("unbalanced, rootless and too deep structures are refused") {
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().begin("").build()));
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().begin("").end().end().build()));
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().build()));
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().begin("").end().begin("").end().build()));
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().cells("stray", {1}).begin("").end().build()));
  CHECK_FALSE(DeviceTree::parse(DeviceTreeBuilder().begin("").token(77).end().build()));
  DeviceTreeBuilder deep;
  for (std::size_t i = 0; i <= DeviceTree::max_depth; ++i)
    deep.begin("n");
  for (std::size_t i = 0; i <= DeviceTree::max_depth; ++i)
    deep.end();
  CHECK_FALSE(DeviceTree::parse(deep.build()));
}
TEST_CASE("every truncation of a good blob is refused") {
  const auto blob = virt_machine();
  for (std::size_t size = 0; size < blob.size(); ++size) {
    const std::vector<std::byte> cut(blob.begin(), blob.begin() + static_cast<long>(size));
    CHECK_FALSE(DeviceTree::parse(cut));
  }
}
TEST_CASE("whatever bytes are changed, reading ends and stays inside of the blob") {
  // The sanitizers of the host build are what can fail here.
  const auto good = virt_machine();
  std::mt19937 random(42);
  std::size_t accepted = 0;
  for (int round = 0; round < 20000; ++round) {
    auto blob = good;
    for (unsigned changes = 1 + random() % 4; changes != 0; --changes)
      blob[random() % blob.size()] = static_cast<std::byte>(random() % 4 == 0 ? 0xFF : random());
    const auto tree = DeviceTree::parse(blob);
    if (!tree)
      continue;
    ++accepted;
    (void)describe_platform(*tree);
    (void)tree->find_path("/bus/virtio_mmio@a000000");
    tree->each_node([&](const DeviceTree::Node &node) {
      (void)tree->region(node, 1);
      (void)tree->interrupt(node, 1);
      return true;
    });
  }
  CHECK(accepted > 1000);
}
