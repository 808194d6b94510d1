// Finding the virtio-mmio devices of a machine. VirtIO 1.2, section 4.2.
//
// Only looks; no device changes its state by being found. Driving one is not done here.
#pragma once

#include "levitate/virtio/device_type.hpp"
#include "levitate/virtio/hal.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace levitate::virtio {

// A row of equal slots, each with the registers of one device or of none.
struct MmioWindow {
  std::uint64_t base = 0; // physical address of slot 0
  std::size_t stride = 0; // bytes from one slot to the next, and of registers in each
  std::size_t slots = 0;
};

// What a device says about itself (registers 0x000 to 0x00c).
struct DeviceIdentity {
  DeviceType type = DeviceType::None;
  std::uint32_t vendor = 0;
  bool legacy = false; // register layout version 1, from before VirtIO 1.0
};

// A device that was found.
struct BusDevice {
  DeviceIdentity identity;
  std::size_t slot = 0;
  std::uint64_t physical = 0;     // of its registers
  std::byte *registers = nullptr; // where they are mapped
  std::size_t size = 0;           // bytes of registers
};

// Reads the identity of the device whose registers are mapped at `registers` (at least 16 bytes,
// aligned to 4). Nothing if there is no virtio-mmio device, or an empty slot.
std::optional<DeviceIdentity> identify(const volatile std::byte *registers);

// Calls `visit(const BusDevice &)` for each device of `window`, in the order of the slots. `map`
// gives the mapping of a slot's registers, null if there is none; such a slot is passed over.
// Returns the number of devices.
template <typename Map, typename Visit>
std::size_t scan_window(const MmioWindow &window, Map map, Visit visit) {
  std::size_t found = 0;
  for (std::size_t slot = 0; slot < window.slots; ++slot) {
    const std::uint64_t physical = window.base + slot * window.stride;
    std::byte *registers = map(physical, window.stride);
    if (registers == nullptr)
      continue;
    const std::optional<DeviceIdentity> identity = identify(registers);
    if (!identity)
      continue;
    ++found;
    visit(BusDevice{*identity, slot, physical, registers, window.stride});
  }
  return found;
}

// The same, mapped by a Hal.
template <VirtioHal H, typename Visit> std::size_t scan(const MmioWindow &window, Visit visit) {
  return scan_window(
      window, [](std::uint64_t physical, std::size_t size) { return H::map_mmio(physical, size); },
      visit);
}

// The device of `type` that `skip` others of that type come before, in the order of the slots.
template <VirtioHal H>
std::optional<BusDevice> find(const MmioWindow &window, DeviceType type, std::size_t skip = 0) {
  std::optional<BusDevice> match;
  scan<H>(window, [&](const BusDevice &device) {
    if (device.identity.type != type || match)
      return;
    if (skip == 0)
      match = device;
    else
      --skip;
  });
  return match;
}

} // namespace levitate::virtio
