// VirtIO 1.2, sections 2.1 to 2.3, 5 and 6: what all devices have in common.
#pragma once

#include <bit>
#include <cstdint>

namespace virtio_drivers {

// Fields are little-endian (1.4); the legacy interface uses the guest's order (2.5.4). On a
// little-endian CPU the two are the same, and only such a CPU is supported.
static_assert(std::endian::native == std::endian::little);

// Section 5, device ids.
enum class DeviceType : std::uint32_t {
  None = 0, // an empty slot
  Network = 1,
  Block = 2,
  Console = 3,
  EntropySource = 4,
  Balloon = 5,
  Gpu = 16,
  Input = 18,
  Socket = 19,
};

namespace spec {

// Section 2.1, bits of the device status field.
namespace status {
inline constexpr std::uint32_t acknowledge = 1;
inline constexpr std::uint32_t driver = 2;
inline constexpr std::uint32_t driver_ok = 4;
inline constexpr std::uint32_t features_ok = 8;
inline constexpr std::uint32_t device_needs_reset = 64;
inline constexpr std::uint32_t failed = 128;
} // namespace status

// Section 6, feature bits that do not belong to one type of device.
namespace feature {
inline constexpr std::uint64_t indirect_descriptors = std::uint64_t{1} << 28;
inline constexpr std::uint64_t event_index = std::uint64_t{1} << 29;
inline constexpr std::uint64_t version_1 = std::uint64_t{1} << 32;
} // namespace feature

} // namespace spec
} // namespace virtio_drivers
