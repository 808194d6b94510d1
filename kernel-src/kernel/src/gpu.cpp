// The display, by the GPU driver over the names that hal's root header exports.
#include "levitate/kernel/gpu.hpp"

#include "levitate/hal/hal.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/gpu.hpp"

namespace levitate::kernel::gpu {

namespace {
using Driver = virtio_drivers::VirtIOGpu<hal::VirtioHal, hal::StaticMmioTransport>;

struct Display {
  Driver driver;
  terminal::Picture picture;
};
constinit utils::Spinlock<utils::Optional<Display>> display;
} // namespace

utils::Result<void> initialise() noexcept {
  const auto device = levitate::virtio::find<hal::LevitateVirtioHal>(
      virtio::window(), levitate::virtio::DeviceType::Gpu);
  if (!device)
    return utils::Error::NotFound;
  auto transport = hal::StaticMmioTransport::create(
      hal::VirtioHal::mmio_phys_to_virt(device->physical, device->size), device->size);
  if (!transport)
    return utils::Error::Device;
  auto driver = Driver::create(std::move(*transport), virtio::driver_options());
  if (!driver) {
    log("GPU", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return utils::Error::Device;
  }
  const auto framebuffer = driver->set_up_framebuffer(width, height);
  if (!framebuffer) {
    log("GPU", "no framebuffer: {}", virtio_drivers::error_name(framebuffer.error()));
    return utils::Error::Device;
  }
  const terminal::Picture picture{framebuffer->pixels, framebuffer->width, framebuffer->height};
  display.lock()->emplace(Display{std::move(*driver), picture});
  log("GPU", "{} by {} pixels, {} by {} characters", width, height, terminal::columns,
      terminal::rows);
  return {};
}

bool present() noexcept { return display.lock()->has_value(); }

terminal::Picture picture() noexcept {
  auto current = display.lock();
  return current->has_value() ? (*current)->picture : terminal::Picture{};
}

utils::Result<void> show(const terminal::Rectangle &part) noexcept {
  auto current = display.lock();
  if (!current->has_value())
    return utils::Error::NotFound;
  if (!(*current)->driver.present({part.x, part.y, part.width, part.height}))
    return utils::Error::Device;
  return {};
}

} // namespace levitate::kernel::gpu
