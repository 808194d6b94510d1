// VirtIO 1.2, section 5.7: GPU device, the 2D part.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::gpu {

// Section 5.7.2.
inline constexpr std::uint16_t control_queue = 0;
inline constexpr std::uint16_t cursor_queue = 1;

// Section 5.7.4: offsets in the configuration space.
namespace config {
inline constexpr std::size_t events_read = 0;  // 32 bits
inline constexpr std::size_t events_clear = 4; // 32 bits
inline constexpr std::size_t scanouts = 8;     // 32 bits, 1 to 16
} // namespace config
inline constexpr std::uint32_t event_display = 1;
inline constexpr std::size_t max_scanouts = 16;

// Section 5.7.6.7.
enum class ControlType : std::uint32_t {
  GetDisplayInfo = 0x0100,
  ResourceCreate2d = 0x0101,
  ResourceUnref = 0x0102,
  SetScanout = 0x0103,
  ResourceFlush = 0x0104,
  TransferToHost2d = 0x0105,
  ResourceAttachBacking = 0x0106,
  ResourceDetachBacking = 0x0107,
  OkNoData = 0x1100,
  OkDisplayInfo = 0x1101,
  ErrorUnspecified = 0x1200,
  ErrorOutOfMemory = 0x1201,
  ErrorInvalidScanoutId = 0x1202,
  ErrorInvalidResourceId = 0x1203,
  ErrorInvalidContextId = 0x1204,
  ErrorInvalidParameter = 0x1205,
};

struct ControlHeader {
  ControlType type;
  std::uint32_t flags;
  std::uint64_t fence_id;
  std::uint32_t context_id;
  std::uint8_t ring_index;
  std::uint8_t padding[3];
};
static_assert(sizeof(ControlHeader) == 24);

struct Rectangle {
  std::uint32_t x;
  std::uint32_t y;
  std::uint32_t width;
  std::uint32_t height;
};
static_assert(sizeof(Rectangle) == 16);

// Section 5.7.6.8, in its order.
struct DisplayInfoResponse {
  ControlHeader header;
  struct Mode {
    Rectangle rectangle;
    std::uint32_t enabled;
    std::uint32_t flags;
  } modes[max_scanouts];
};
static_assert(sizeof(DisplayInfoResponse) == 408);

// The names give the order of the bytes in memory.
enum class PixelFormat : std::uint32_t {
  B8G8R8A8 = 1,
  B8G8R8X8 = 2,
  A8R8G8B8 = 3,
  X8R8G8B8 = 4,
  R8G8B8A8 = 67,
  X8B8G8R8 = 68,
  A8B8G8R8 = 121,
  R8G8B8X8 = 134,
};
inline constexpr std::size_t bytes_per_pixel = 4;

struct ResourceCreate2d {
  ControlHeader header;
  std::uint32_t resource_id;
  PixelFormat format;
  std::uint32_t width;
  std::uint32_t height;
};
static_assert(sizeof(ResourceCreate2d) == 40);

struct ResourceUnref {
  ControlHeader header;
  std::uint32_t resource_id;
  std::uint32_t padding;
};
static_assert(sizeof(ResourceUnref) == 32);

struct SetScanout {
  ControlHeader header;
  Rectangle rectangle;
  std::uint32_t scanout_id;
  std::uint32_t resource_id;
};
static_assert(sizeof(SetScanout) == 48);

struct ResourceFlush {
  ControlHeader header;
  Rectangle rectangle;
  std::uint32_t resource_id;
  std::uint32_t padding;
};
static_assert(sizeof(ResourceFlush) == 48);

struct TransferToHost2d {
  ControlHeader header;
  Rectangle rectangle;
  std::uint64_t offset;
  std::uint32_t resource_id;
  std::uint32_t padding;
};
static_assert(sizeof(TransferToHost2d) == 56);

// Followed by `entries` times MemoryEntry.
struct ResourceAttachBacking {
  ControlHeader header;
  std::uint32_t resource_id;
  std::uint32_t entries;
};
static_assert(sizeof(ResourceAttachBacking) == 32);

struct MemoryEntry {
  std::uint64_t address;
  std::uint32_t length;
  std::uint32_t padding;
};
static_assert(sizeof(MemoryEntry) == 16);

struct ResourceDetachBacking {
  ControlHeader header;
  std::uint32_t resource_id;
  std::uint32_t padding;
};
static_assert(sizeof(ResourceDetachBacking) == 32);

} // namespace virtio_drivers::spec::gpu
