// VirtIO 1.2, section 5.1: network device.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::net {

// Section 5.1.2, one pair of queues.
inline constexpr std::uint16_t receive_queue = 0;
inline constexpr std::uint16_t transmit_queue = 1;

// Section 5.1.3.
namespace feature {
inline constexpr std::uint64_t mtu = std::uint64_t{1} << 3;
inline constexpr std::uint64_t mac = std::uint64_t{1} << 5;
inline constexpr std::uint64_t status = std::uint64_t{1} << 16;
} // namespace feature

// Section 5.1.4: offsets in the configuration space.
namespace config {
inline constexpr std::size_t mac = 0;    // 6 bytes; with feature mac
inline constexpr std::size_t status = 6; // 16 bits; with feature status
inline constexpr std::size_t mtu = 10;   // 16 bits; with feature mtu
} // namespace config
inline constexpr std::uint16_t status_link_up = 1;
inline constexpr std::uint16_t mtu_min = 68; // 5.1.4.1

// Section 5.1.6, before each packet. Without offloads all but `buffers` is 0.
struct PacketHeader {
  std::uint8_t flags;
  std::uint8_t segmentation_type;
  std::uint16_t header_length;
  std::uint16_t segment_size;
  std::uint16_t checksum_start;
  std::uint16_t checksum_offset;
  std::uint16_t buffers; // section 5.1.6.1: not in the legacy header
};
static_assert(sizeof(PacketHeader) == 12);
inline constexpr std::size_t header_size = sizeof(PacketHeader);
inline constexpr std::size_t header_size_legacy = offsetof(PacketHeader, buffers);
static_assert(header_size_legacy == 10);

// Ethernet: two addresses, a type, and a VLAN tag perhaps.
inline constexpr std::size_t ethernet_header = 14;
inline constexpr std::size_t vlan_tag = 4;

} // namespace virtio_drivers::spec::net
