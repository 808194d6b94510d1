// The display, reached by the names that hal's root header exports.
#include "levitate/kernel/gpu.hpp"

#include "levitate/hal/hal.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/virtio.hpp"

namespace levitate::kernel::gpu {

utils::Result<void> initialise() noexcept {
  const auto device = levitate::virtio::find<hal::LevitateVirtioHal>(
      virtio::window(), levitate::virtio::DeviceType::Gpu);
  if (!device)
    return utils::Error::NotFound;
  auto transport = hal::StaticMmioTransport::create(
      hal::VirtioHal::mmio_phys_to_virt(device->physical, device->size), device->size);
  if (!transport)
    return utils::Error::Device;
  log("GPU", "display in slot {}", device->slot);
  return {};
}

} // namespace levitate::kernel::gpu
