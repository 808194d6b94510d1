// Random bytes, by the entropy driver of virtio-drivers over hal::virtio::VirtioHal.
#include "levitate/kernel/rng.hpp"

#include "levitate/kernel/log.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/rng.hpp"

namespace levitate::kernel::rng {

namespace {
using Driver = virtio_drivers::VirtIORng<virtio::VirtioHal, virtio::StaticMmioTransport>;
using utils::Error;
constinit utils::Spinlock<utils::Optional<Driver>> source;
} // namespace

utils::Result<void> initialise() noexcept {
  const auto device = virtio::find_device(levitate::virtio::DeviceType::EntropySource);
  if (!device)
    return Error::NotFound;
  auto transport = virtio::open(*device);
  if (!transport)
    return Error::Device;
  auto driver = Driver::create(std::move(*transport), virtio::driver_options());
  if (!driver) {
    log("RNG", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return Error::Device;
  }
  source.lock()->emplace(std::move(*driver));
  return {};
}

bool present() noexcept { return source.lock()->has_value(); }

utils::Result<void> fill(std::span<std::byte> buffer) noexcept {
  auto driver = source.lock();
  if (!driver->has_value())
    return Error::NotFound;
  if (!(*driver)->fill(buffer))
    return Error::Device;
  return {};
}

} // namespace levitate::kernel::rng
