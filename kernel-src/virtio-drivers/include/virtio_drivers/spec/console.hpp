// VirtIO 1.2, section 5.3: console device, its first port.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::console {

// Section 5.3.2.
inline constexpr std::uint16_t receive_queue = 0;
inline constexpr std::uint16_t transmit_queue = 1;

// Section 5.3.3.
namespace feature {
inline constexpr std::uint64_t size = std::uint64_t{1} << 0;
inline constexpr std::uint64_t emergency_write = std::uint64_t{1} << 2;
} // namespace feature

// Section 5.3.4: offsets in the configuration space.
namespace config {
inline constexpr std::size_t columns = 0;         // 16 bits; with feature size
inline constexpr std::size_t rows = 2;            // 16 bits; with feature size
inline constexpr std::size_t emergency_write = 8; // 32 bits; with feature emergency_write
} // namespace config

} // namespace virtio_drivers::spec::console
