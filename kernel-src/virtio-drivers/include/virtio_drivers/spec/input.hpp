// VirtIO 1.2, section 5.8: input device.
#pragma once

#include <cstddef>
#include <cstdint>

namespace virtio_drivers::spec::input {

// Section 5.8.2.
inline constexpr std::uint16_t event_queue = 0;
inline constexpr std::uint16_t status_queue = 1;

// Section 5.8.4: offsets in the configuration space. The driver writes `select` and `subselect`;
// the device then answers with `size` bytes at `data`.
namespace config {
inline constexpr std::size_t select = 0;
inline constexpr std::size_t subselect = 1;
inline constexpr std::size_t size = 2;
inline constexpr std::size_t data = 8;
inline constexpr std::size_t data_size = 128;
} // namespace config

enum class ConfigSelect : std::uint8_t {
  Unset = 0x00,
  Name = 0x01,
  Serial = 0x02,
  DeviceIds = 0x03,
  Properties = 0x10,
  EventBits = 0x11, // subselect: event type
  AxisInfo = 0x12,  // subselect: axis
};

struct AxisInfo {
  std::uint32_t minimum;
  std::uint32_t maximum;
  std::uint32_t fuzz;
  std::uint32_t flat;
  std::uint32_t resolution;
};
static_assert(sizeof(AxisInfo) == 20);

struct DeviceIds {
  std::uint16_t bus;
  std::uint16_t vendor;
  std::uint16_t product;
  std::uint16_t version;
};
static_assert(sizeof(DeviceIds) == 8);

// Section 5.8.6; types and codes are those of Linux's evdev.
struct Event {
  std::uint16_t type;
  std::uint16_t code;
  std::uint32_t value;
};
static_assert(sizeof(Event) == 8);

namespace event_type {
inline constexpr std::uint16_t synchronize = 0; // ends a group of events
inline constexpr std::uint16_t key = 1;         // value 1 pressed, 0 released, 2 repeated
inline constexpr std::uint16_t relative = 2;
inline constexpr std::uint16_t absolute = 3;
inline constexpr std::uint16_t led = 17;
} // namespace event_type

} // namespace virtio_drivers::spec::input
