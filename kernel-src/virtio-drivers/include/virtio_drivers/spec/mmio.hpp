// VirtIO 1.2, section 4.2.2 (tables 4.1) and 4.2.4 (legacy): the registers of a virtio-mmio device.
// All are 32 bits wide, little-endian, at these byte offsets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::mmio {

inline constexpr std::uint32_t magic = 0x74726976; // "virt"
inline constexpr std::uint32_t version_legacy = 1;
inline constexpr std::uint32_t version_modern = 2;

enum class Register : std::size_t {
  MagicValue = 0x000,
  Version = 0x004,
  DeviceId = 0x008,
  VendorId = 0x00c,
  DeviceFeatures = 0x010,
  DeviceFeaturesSelect = 0x014,
  DriverFeatures = 0x020,
  DriverFeaturesSelect = 0x024,
  GuestPageSize = 0x028, // legacy
  QueueSelect = 0x030,
  QueueSizeMax = 0x034,
  QueueSize = 0x038,
  QueueAlign = 0x03c,      // legacy
  QueuePageNumber = 0x040, // legacy
  QueueReady = 0x044,
  QueueNotify = 0x050,
  InterruptStatus = 0x060,
  InterruptAcknowledge = 0x064,
  Status = 0x070,
  QueueDescriptorLow = 0x080,
  QueueDescriptorHigh = 0x084,
  QueueDriverLow = 0x090,
  QueueDriverHigh = 0x094,
  QueueDeviceLow = 0x0a0,
  QueueDeviceHigh = 0x0a4,
  ConfigGeneration = 0x0fc,
};

// Where the device's own configuration starts.
inline constexpr std::size_t config_offset = 0x100;

// Bits of InterruptStatus and InterruptAcknowledge.
inline constexpr std::uint32_t interrupt_used_buffer = 1;
inline constexpr std::uint32_t interrupt_config_change = 2;

} // namespace virtio_drivers::spec::mmio
