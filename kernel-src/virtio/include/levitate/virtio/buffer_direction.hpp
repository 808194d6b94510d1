// Who writes and who reads a buffer that is shared with a device.
#pragma once

#include <cstdint>

namespace levitate::virtio {

enum class BufferDirection : std::uint8_t {
  DriverToDevice, // the device only reads
  DeviceToDriver, // the device only writes
  Both,
};

constexpr bool device_reads(BufferDirection direction) {
  return direction != BufferDirection::DeviceToDriver;
}

constexpr bool device_writes(BufferDirection direction) {
  return direction != BufferDirection::DriverToDevice;
}

} // namespace levitate::virtio
