// Names for what the VirtIO adapter does, for a debugger's log. Nobody includes this at present.
#pragma once
#include "levitate/hal/virtio.hpp"

#include <string_view>

namespace levitate::hal::virtio {

/// A direction in words.
constexpr std::string_view direction_name(virtio_drivers::BufferDirection direction) noexcept {
  switch (direction) {
  case virtio_drivers::BufferDirection::DriverToDevice:
    return "to the device";
  case virtio_drivers::BufferDirection::DeviceToDriver:
    return "from the device";
  case virtio_drivers::BufferDirection::Both:
    return "both ways";
  }
  return "?";
}

/// Whether a buffer could be given to a device as it lies.
inline bool can_be_shared(std::byte *buffer, std::size_t length) {
  return VirtioHal::share(buffer, length, virtio_drivers::BufferDirection::Both) !=
         virtio_drivers::invalid_address;
}

} // namespace levitate::hal::virtio
