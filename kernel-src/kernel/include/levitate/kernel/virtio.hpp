// The kernel's view of VirtIO: the names that its drivers are built from, and where the devices
// are.
#pragma once
#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/virtio.hpp"
#include "levitate/virtio/virtio.hpp"
#include "virtio_drivers/device.hpp"

#include <optional>

namespace levitate::kernel::virtio {

using levitate::hal::virtio::LevitateVirtioHal;
using levitate::hal::virtio::StaticMmioTransport;
using levitate::hal::virtio::VirtioHal;

/// The slots that the device tree lists, taken as one row: called once at boot. False if it lists
/// none.
bool find_slots(const hal::DeviceTree &tree) noexcept;
/// The row of slots; empty before `find_slots`.
const levitate::virtio::MmioWindow &window() noexcept;
/// The interrupt of a device, as the GIC numbers it.
std::uint32_t interrupt_of(const levitate::virtio::BusDevice &device) noexcept;

/// The device of this type that `skip` others of its type come before.
std::optional<levitate::virtio::BusDevice> find_device(levitate::virtio::DeviceType type,
                                                       std::size_t skip = 0) noexcept;
/// The transport to a device that was found.
std::optional<StaticMmioTransport> open(const levitate::virtio::BusDevice &device) noexcept;
/// How the kernel's drivers are to behave: none waits longer than so many milliseconds for its
/// device.
virtio_drivers::DriverOptions driver_options(std::uint64_t timeout_milliseconds = 10'000) noexcept;
/// Logs what is in the slots.
void log_devices() noexcept;

} // namespace levitate::kernel::virtio
