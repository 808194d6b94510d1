// From the device tree to a Platform.
#include "levitate/hal/platform.hpp"

namespace levitate::hal {

namespace {
void read_chosen(const DeviceTree &tree, Platform &platform) noexcept {
  const std::optional<DeviceTree::Node> chosen = tree.find_path("/chosen");
  if (!chosen)
    return;
  if (const auto arguments = tree.property(*chosen, "bootargs"))
    platform.command_line = arguments->text();
  const auto start = tree.property(*chosen, "linux,initrd-start");
  const auto end = tree.property(*chosen, "linux,initrd-end");
  if (!start || !end)
    return;
  const auto from = start->number(0, start->value.size() / 4);
  const auto to = end->number(0, end->value.size() / 4);
  if (from && to && *from < *to)
    platform.initial_ram_disk = {*from, *to - *from};
}

void read_gic(const DeviceTree &tree, Platform &platform) noexcept {
  std::optional<DeviceTree::Node> node = tree.find_compatible("arm,gic-v3");
  if (node) {
    platform.gic = GicVersion::V3;
    platform.gic_interface = 0x080A'0000;
  } else {
    node = tree.find_compatible("arm,cortex-a15-gic");
    if (!node)
      node = tree.find_compatible("arm,gic-400");
  }
  if (!node)
    return;
  const auto distributor = tree.region(*node, 0), interface = tree.region(*node, 1);
  if (distributor && interface) {
    platform.gic_distributor = distributor->address;
    platform.gic_interface = interface->address;
  }
}
} // namespace

utils::Result<Platform> describe_platform(const DeviceTree &tree) noexcept {
  Platform platform;
  tree.each_node([&](const DeviceTree::Node &node) {
    const auto type = tree.property(node, "device_type");
    if (!type || type->text() != "memory")
      return true;
    for (std::size_t i = 0; platform.memory_count < platform.memory.size(); ++i) {
      const auto region = tree.region(node, i);
      if (!region)
        break;
      if (region->size != 0)
        platform.memory[platform.memory_count++] = *region;
    }
    return true;
  });
  if (platform.memory_count == 0)
    return utils::Error::NotFound;

  read_chosen(tree, platform);
  read_gic(tree, platform);
  if (const auto uart = tree.find_compatible("arm,pl011")) {
    if (const auto region = tree.region(*uart, 0))
      platform.uart = region->address;
    platform.uart_interrupt = tree.interrupt(*uart, 0).value_or(platform.uart_interrupt);
  }
  // The third interrupt of the generic timer is the virtual one.
  if (const auto timer = tree.find_compatible("arm,armv8-timer"))
    platform.timer_interrupt = tree.interrupt(*timer, 2).value_or(platform.timer_interrupt);
  if (const auto psci = tree.find_path("/psci"))
    if (const auto method = tree.property(*psci, "method"))
      platform.psci = method->text() == "smc" ? PsciConduit::Smc : PsciConduit::Hvc;
  return platform;
}

} // namespace levitate::hal
