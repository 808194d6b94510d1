// Input. The devices' interrupt handlers translate events at once; readers take characters from one
// queue.
#include "levitate/kernel/input.hpp"

#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/hal/uart.hpp"
#include "levitate/kernel/keymap.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/ring_buffer.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/input.hpp"

#include <array>

namespace levitate::kernel::input {

namespace {
using Driver = virtio_drivers::VirtIOInput<virtio::VirtioHal, virtio::StaticMmioTransport>;
namespace event_type = virtio_drivers::spec::input::event_type;

// Codes from Linux's input-event-codes.h.
constexpr std::uint16_t first_button = 0x100, left_button = 0x110;
constexpr std::uint16_t axis_x = 0, axis_y = 1;

constexpr std::size_t max_devices = 4;
constinit std::array<utils::Spinlock<utils::Optional<Driver>>, max_devices> drivers;

struct State {
  utils::RingBuffer<char, 256> characters;
  Keymap keymap;
  Pointer pointer;
  Statistics statistics;
};
constinit utils::Spinlock<State> state;
constinit Event arrived;

void handle(const virtio_drivers::InputEvent &event) noexcept {
  auto current = state.lock();
  if (event.type == event_type::key && event.code < first_button) {
    ++current->statistics.key_events;
    if (const auto character = current->keymap.key(event.code, event.value != 0))
      current->characters.push(*character);
  } else if (event.type == event_type::key && event.code == left_button) {
    ++current->statistics.pointer_events;
    current->pointer.pressed = event.value != 0;
  } else if (event.type == event_type::absolute) {
    ++current->statistics.pointer_events;
    if (event.code == axis_x)
      current->pointer.x = event.value;
    else if (event.code == axis_y)
      current->pointer.y = event.value;
  }
}

void on_interrupt(void *argument) noexcept {
  auto driver = static_cast<utils::Spinlock<utils::Optional<Driver>> *>(argument)->lock();
  if (!driver->has_value())
    return;
  (*driver)->acknowledge_interrupt();
  while (const auto event = (*driver)->poll_event())
    handle(*event);
  arrived.signal();
}

bool open_device(std::size_t index) noexcept {
  const auto device = virtio::find_device(levitate::virtio::DeviceType::Input, index);
  if (!device)
    return false;
  auto transport = virtio::open(*device);
  if (!transport)
    return false;
  auto driver = Driver::create(std::move(*transport), virtio::driver_options());
  if (!driver) {
    log("INPUT", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return false;
  }
  std::array<char, 64> name{};
  const auto length = driver->name(name);
  const std::string_view text(name.data(), length ? *length : 0);
  log("INPUT", "{}", text.substr(0, text.find('\0'))); // QEMU counts the terminator
  driver->set_interrupts(true);
  drivers[index].lock()->emplace(std::move(*driver));
  if (!hal::connect_interrupt(virtio::interrupt_of(*device), on_interrupt, &drivers[index]))
    log("INPUT", "interrupt {} is taken", virtio::interrupt_of(*device));
  return true;
}

void take_serial() noexcept {
  auto current = state.lock();
  while (const auto character = hal::uart_read())
    current->characters.push(*character == '\r' ? '\n' : *character);
}
} // namespace

std::size_t initialise(const hal::Platform &platform) noexcept {
  if (!hal::start_uart_receive(platform, [] { arrived.signal(); }))
    log("INPUT", "the serial line's interrupt is taken");
  std::size_t count = 0;
  while (count < max_devices && open_device(count))
    ++count;
  state.lock()->statistics.devices = count;
  return count;
}

std::optional<char> read(std::uint64_t timeout_milliseconds) noexcept {
  for (;;) {
    take_serial();
    if (const auto character = state.lock()->characters.pop())
      return character;
    if (!arrived.wait(timeout_milliseconds))
      return std::nullopt;
  }
}

void feed(std::string_view characters) noexcept {
  {
    auto current = state.lock();
    for (const char c : characters)
      current->characters.push(c == '\r' ? '\n' : c);
  }
  arrived.signal();
}

Pointer pointer() noexcept { return state.lock()->pointer; }
Statistics statistics() noexcept { return state.lock()->statistics; }

} // namespace levitate::kernel::input
