// The VirtIO console.
#include "levitate/kernel/virtual_console.hpp"

#include "levitate/hal/interrupts.hpp"
#include "levitate/kernel/input.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/console.hpp"

#include <array>

namespace levitate::kernel::virtual_console {

namespace {
using Driver = virtio_drivers::VirtIOConsole<virtio::VirtioHal, virtio::StaticMmioTransport>;
constinit utils::Spinlock<utils::Optional<Driver>> port;

// Writing waits for the device with interrupts masked, so it must not wait for long.
constexpr std::uint64_t timeout_milliseconds = 200;

class Output final : public utils::Writer {
public:
  void write(std::string_view text) noexcept override {
    auto driver = port.lock();
    if (driver->has_value())
      (void)(*driver)->send(std::as_bytes(std::span(text.data(), text.size())));
  }
};
constinit Output output;

void on_interrupt(void *) noexcept {
  std::array<std::byte, 64> bytes;
  for (;;) {
    std::size_t length = 0;
    {
      auto driver = port.lock();
      if (!driver->has_value())
        return;
      (*driver)->acknowledge_interrupt();
      const auto received = (*driver)->receive(bytes);
      if (!received)
        return;
      length = *received;
    }
    input::feed({reinterpret_cast<const char *>(bytes.data()), length});
  }
}
} // namespace

utils::Result<void> start() noexcept {
  const auto device = virtio::find_device(levitate::virtio::DeviceType::Console);
  if (!device)
    return utils::Error::NotFound;
  auto transport = virtio::open(*device);
  if (!transport)
    return utils::Error::Device;
  auto driver = Driver::create(std::move(*transport), virtio::driver_options(timeout_milliseconds));
  if (!driver) {
    log("CONSOLE", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return utils::Error::Device;
  }
  driver->set_interrupts(true);
  port.lock()->emplace(std::move(*driver));
  if (!hal::connect_interrupt(virtio::interrupt_of(*device), on_interrupt, nullptr))
    return utils::Error::Device;
  return add_output(output) ? utils::Result<void>{} : utils::Result<void>{utils::Error::NoSpace};
}

bool present() noexcept { return port.lock()->has_value(); }

} // namespace levitate::kernel::virtual_console
