// Where the VirtIO devices are: from the device tree to the transport layer's bus scan.
#include "levitate/kernel/virtio.hpp"

#include "levitate/hal/timer.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/options.hpp"

#include <algorithm>
#include <utility>

namespace levitate::kernel::virtio {

namespace {
struct Row {
  levitate::virtio::MmioWindow window;
  std::uint32_t first_interrupt = 0;
};
constinit Row row;
} // namespace

bool find_slots(const hal::DeviceTree &tree) noexcept {
  // The slots are equally spaced, their interrupts consecutive; the tree may list them in either
  // order.
  std::uint64_t lowest = ~std::uint64_t{0}, highest = 0;
  std::size_t size = 0;
  std::uint32_t first_interrupt = ~std::uint32_t{0};
  tree.each_node([&](const hal::DeviceTree::Node &node) {
    if (!tree.is_compatible(node, "virtio,mmio"))
      return true;
    const auto region = tree.region(node, 0);
    const auto interrupt = tree.interrupt(node, 0);
    if (!region || !interrupt || region->size == 0)
      return true;
    lowest = std::min(lowest, region->address);
    highest = std::max(highest, region->address);
    size = region->size;
    first_interrupt = std::min(first_interrupt, *interrupt);
    return true;
  });
  if (size == 0)
    return false;
  row = {{lowest, size, static_cast<std::size_t>((highest - lowest) / size + 1)}, first_interrupt};
  return true;
}

const levitate::virtio::MmioWindow &window() noexcept { return row.window; }

std::uint32_t interrupt_of(const levitate::virtio::BusDevice &device) noexcept {
  return row.first_interrupt + static_cast<std::uint32_t>(device.slot);
}

std::optional<levitate::virtio::BusDevice> find_device(levitate::virtio::DeviceType type,
                                                       std::size_t skip) noexcept {
#ifdef LEVITATE_DISKLESS
  if (type == levitate::virtio::DeviceType::Block)
    return std::nullopt;
  return levitate::virtio::find<hal::virtio::LevitateVirtioHal>(row.window, type, skip);
#else
  return levitate::virtio::find<LevitateVirtioHal>(row.window, type, skip);
#endif
}

std::optional<StaticMmioTransport> open(const levitate::virtio::BusDevice &device) noexcept {
  std::byte *registers = VirtioHal::mmio_phys_to_virt(device.physical, device.size);
  auto transport = StaticMmioTransport::create(registers, device.size);
#ifdef LEVITATE_VERBOSE
  log("VIRTIO", "slot {}: registers at {:#x}", device.slot,
      levitate::hal::virtio::LevitateVirtioHal::translate(registers));
#endif
  if (!transport) {
    log("VIRTIO", "slot {}: {}", device.slot, virtio_drivers::error_name(transport.error()));
    return std::nullopt;
  }
  return std::optional<StaticMmioTransport>(std::in_place, std::move(*transport));
}

virtio_drivers::DriverOptions driver_options(std::uint64_t timeout_milliseconds) noexcept {
  virtio_drivers::DriverOptions result;
  result.indirect_descriptors = options().indirect_descriptors;
  result.event_index = options().event_index;
  result.milliseconds = [] { return hal::nanoseconds() / 1'000'000; };
  result.timeout_milliseconds = timeout_milliseconds;
  return result;
}

void log_devices() noexcept {
  levitate::virtio::scan<LevitateVirtioHal>(
      row.window, [](const levitate::virtio::BusDevice &device) {
        log("VIRTIO", "slot {}: {} ({}), interrupt {}", device.slot,
            levitate::virtio::device_name(device.identity.type),
            device.identity.legacy ? "legacy" : "modern", interrupt_of(device));
      });
}

} // namespace levitate::kernel::virtio
