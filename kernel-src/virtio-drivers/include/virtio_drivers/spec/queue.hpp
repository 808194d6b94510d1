// VirtIO 1.2, section 2.7: the split virtqueue as it lies in memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec {

// Section 2.7.5.
struct Descriptor {
  std::uint64_t address;
  std::uint32_t length;
  std::uint16_t flags;
  std::uint16_t next;
};
static_assert(sizeof(Descriptor) == 16);

namespace descriptor_flag {
inline constexpr std::uint16_t next = 1;     // the chain goes on at `next`
inline constexpr std::uint16_t write = 2;    // the device writes
inline constexpr std::uint16_t indirect = 4; // the buffer holds a table of descriptors
} // namespace descriptor_flag

// Section 2.7.6, the start of the driver area. `size` ring entries of 16 bits follow, and after
// them `used_event` (2.7.10), which only event index uses.
struct AvailableHeader {
  std::uint16_t flags;
  std::uint16_t index;
};
static_assert(sizeof(AvailableHeader) == 4);
inline constexpr std::uint16_t available_no_interrupt = 1;

// Section 2.7.8, the start of the device area. `size` elements follow, and after them
// `avail_event`.
struct UsedHeader {
  std::uint16_t flags;
  std::uint16_t index;
};
static_assert(sizeof(UsedHeader) == 4);
inline constexpr std::uint16_t used_no_notify = 1;

struct UsedElement {
  std::uint32_t id;
  std::uint32_t length;
};
static_assert(sizeof(UsedElement) == 8);

// Section 2.7: the largest queue.
inline constexpr std::uint32_t queue_size_limit = 32768;

// Section 2.7.2: the legacy layout, all three parts in one piece, the used ring aligned to
// `legacy_alignment`. It is valid for modern devices too, so that it is the only one used here.
inline constexpr std::size_t legacy_alignment = 4096;

struct QueueLayout {
  std::size_t descriptors;
  std::size_t available;
  std::size_t used_event;
  std::size_t used;
  std::size_t available_event;
  std::size_t total; // bytes
};

constexpr QueueLayout queue_layout(std::size_t size) {
  QueueLayout layout{};
  layout.descriptors = 0;
  layout.available = size * sizeof(Descriptor);
  layout.used_event = layout.available + sizeof(AvailableHeader) + size * sizeof(std::uint16_t);
  const std::size_t driver_end = layout.used_event + sizeof(std::uint16_t);
  layout.used = (driver_end + legacy_alignment - 1) / legacy_alignment * legacy_alignment;
  layout.available_event = layout.used + sizeof(UsedHeader) + size * sizeof(UsedElement);
  layout.total = layout.available_event + sizeof(std::uint16_t);
  return layout;
}
static_assert(queue_layout(8).used == 4096);

} // namespace virtio_drivers::spec
