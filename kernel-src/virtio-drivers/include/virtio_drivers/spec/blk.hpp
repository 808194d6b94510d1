// VirtIO 1.2, section 5.2: block device.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::blk {

inline constexpr std::uint16_t request_queue = 0;
inline constexpr std::size_t sector_size = 512;

// Section 5.2.3.
namespace feature {
inline constexpr std::uint64_t size_max = std::uint64_t{1} << 1;
inline constexpr std::uint64_t read_only = std::uint64_t{1} << 5;
inline constexpr std::uint64_t block_size = std::uint64_t{1} << 6;
inline constexpr std::uint64_t flush = std::uint64_t{1} << 9;
} // namespace feature

// Section 5.2.4: offsets in the configuration space.
namespace config {
inline constexpr std::size_t capacity = 0; // 64 bits, in sectors
inline constexpr std::size_t size_max = 8; // 32 bits, bytes in one segment; with feature size_max
inline constexpr std::size_t block_size = 20; // 32 bits, bytes; with feature block_size
} // namespace config

// Section 5.2.6.
enum class RequestType : std::uint32_t {
  In = 0,  // read
  Out = 1, // write
  Flush = 4,
  GetId = 8,
};

struct RequestHeader {
  RequestType type;
  std::uint32_t reserved;
  std::uint64_t sector;
};
static_assert(sizeof(RequestHeader) == 16);

// The last byte of a request, written by the device.
namespace status {
inline constexpr std::uint8_t ok = 0;
inline constexpr std::uint8_t io_error = 1;
inline constexpr std::uint8_t unsupported = 2;
} // namespace status

// The answer to GetId: not terminated if it fills all of it.
inline constexpr std::size_t id_length = 20;

} // namespace virtio_drivers::spec::blk
