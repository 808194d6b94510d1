// What a driver needs from the way it reaches its device, be that MMIO or another one.
//
// A transport moves values; it knows no protocol. The initialisation sequence is `Device`
// (device.hpp), the rings are `VirtQueue` (queue.hpp).
#pragma once

#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/device.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace virtio_drivers {

// Why the device interrupted. Both may hold.
struct InterruptCause {
  bool queue = false;         // a buffer was used
  bool configuration = false; // the configuration space changed, or the device needs a reset
};

// Where the three parts of a virtqueue are, for the device.
struct QueueAddresses {
  PhysicalAddress descriptors = 0;
  PhysicalAddress driver_area = 0;
  PhysicalAddress device_area = 0;
};

// `legacy()`: whether the device follows the interface from before VirtIO 1.0.
// `set_status(0)` resets the device; the reset is done when `status()` reads 0 (4.2.3.1).
// `queue_size_max(queue)`: 0 if there is no such queue.
// `queue_enable(queue, size, addresses)`: QueueUnavailable if the queue is in use already or does
// not
//   come up, AddressOutOfRange if the device cannot be told the address.
// `acknowledge_interrupt()`: clears what it returns. May be called from an interrupt handler while
//   another CPU uses the transport.
// `config_generation()`: changes whenever the configuration space did (2.5.1); constant for legacy.
// `read_config8/16/32(offset)`, `write_config8/32(offset, value)`: BadConfig if that lies outside
// of the device's registers. `offset` is
//   in bytes and a multiple of the width.
template <typename T>
concept Transport =
    std::movable<T> && requires(T transport, std::uint16_t queue, std::uint16_t size,
                                std::uint32_t status, std::uint64_t features, std::size_t offset,
                                std::uint8_t byte, const QueueAddresses &addresses) {
      { transport.device_type() } -> std::same_as<DeviceType>;
      { transport.legacy() } -> std::same_as<bool>;
      { transport.status() } -> std::same_as<std::uint32_t>;
      { transport.set_status(status) } -> std::same_as<void>;
      { transport.device_features() } -> std::same_as<std::uint64_t>;
      { transport.set_driver_features(features) } -> std::same_as<void>;
      { transport.queue_size_max(queue) } -> std::same_as<std::uint32_t>;
      { transport.queue_enable(queue, size, addresses) } -> std::same_as<Result<void>>;
      { transport.notify(queue) } -> std::same_as<void>;
      { transport.acknowledge_interrupt() } -> std::same_as<InterruptCause>;
      { transport.config_generation() } -> std::same_as<std::uint32_t>;
      { transport.read_config8(offset) } -> std::same_as<Result<std::uint8_t>>;
      { transport.read_config16(offset) } -> std::same_as<Result<std::uint16_t>>;
      { transport.read_config32(offset) } -> std::same_as<Result<std::uint32_t>>;
      { transport.write_config8(offset, byte) } -> std::same_as<Result<void>>;
      { transport.write_config32(offset, status) } -> std::same_as<Result<void>>;
    };

} // namespace virtio_drivers
