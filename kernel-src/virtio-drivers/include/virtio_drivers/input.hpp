// Driver of a VirtIO input device: keyboard, mouse, tablet. VirtIO 1.2, section 5.8.
//
// Not synchronised: one caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/input.hpp"
#include "virtio_drivers/stream_queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <span>
#include <utility>

namespace virtio_drivers {

using InputEvent = spec::input::Event;
using InputAxis = spec::input::AxisInfo;
using InputDeviceIds = spec::input::DeviceIds;

template <Hal H, Transport T> class VirtIOInput {
  using Select = spec::input::ConfigSelect;

public:
  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup.
  static Result<VirtIOInput> create(T transport, const DriverOptions &options = {}) {
    VirtIOInput driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIOInput(VirtIOInput &&) noexcept = default;
  VirtIOInput &operator=(VirtIOInput &&other) noexcept {
    if (this != &other) {
      this->~VirtIOInput();
      ::new (this) VirtIOInput(std::move(other));
    }
    return *this;
  }
  // Resets the device.
  ~VirtIOInput() { device_.shut_down(Error::DeviceReset, events_, status_); }

  // The next event. NotReady: none has come. Other errors: the device is given up (see `recover`).
  Result<InputEvent> poll_event() {
    if (!device_.live())
      return device_.failure();
    InputEvent event{};
    std::size_t length = 0;
    const Result<void> received =
        events_.receive(device_.transport(), [&](std::span<const std::byte> message) {
          length = message.size();
          if (length == sizeof(event))
            std::memcpy(&event, message.data(), sizeof(event));
        });
    if (!received)
      return lost(received.error());
    if (length != sizeof(event))
      return lost(Error::BadLength);
    return event;
  }

  // Tells the device something: an LED of event type `led`, for instance. QueueFull: try again
  // later.
  Result<void> send_event(const InputEvent &event) {
    if (!device_.live())
      return device_.failure();
    if (const Result<void> sent =
            status_.send(device_.transport(), {}, std::as_bytes(std::span(&event, 1)));
        !sent)
      return lost(sent.error());
    return {};
  }

  // What the device says about itself (5.8.4). Unsupported: it says nothing of that kind.
  // BadConfig: it says something impossible.
  //
  // Text into `name`, cut to its size, not terminated. Returns its length.
  Result<std::size_t> name(std::span<char> name) {
    return query(Select::Name, 0, std::as_writable_bytes(name));
  }
  Result<InputDeviceIds> ids() {
    InputDeviceIds ids{};
    return query_exactly(Select::DeviceIds, 0, ids);
  }
  // Range of an absolute axis, by its evdev code.
  Result<InputAxis> axis(std::uint8_t code) {
    InputAxis axis{};
    Result<InputAxis> answer = query_exactly(Select::AxisInfo, code, axis);
    if (answer &&
        static_cast<std::int32_t>(answer->minimum) > static_cast<std::int32_t>(answer->maximum))
      return Error::BadConfig;
    return answer;
  }
  // Whether the device can send events of `type` with `code`.
  Result<bool> supports(std::uint8_t type, std::uint16_t code) {
    std::array<std::byte, spec::input::config::data_size> bits{};
    const Result<std::size_t> length = query(Select::EventBits, type, bits);
    if (!length)
      return length.error() == Error::Unsupported ? Result<bool>(false) : length.error();
    const std::size_t byte = code / 8u;
    return byte < *length && ((std::to_integer<unsigned>(bits[byte]) >> (code % 8u)) & 1u) != 0;
  }

  // Asks for an interrupt when events arrive, or for none (the state after `create`). Returns
  // whether some have arrived already, for which none will come.
  bool set_interrupts(bool on) { return events_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }
  // Resets and initialises the device again. Events that were not polled are lost.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, events_, status_);
    return start();
  }

private:
  static constexpr std::uint16_t event_queue_size = 32;
  static constexpr std::uint16_t status_queue_size = 8;

  VirtIOInput(T transport, const DriverOptions &options) : device_(std::move(transport), options) {}

  Result<void> start() {
    if (const Result<void> begun = device_.begin(DeviceType::Input, 0); !begun)
      return begun;
    if (const Result<void> ready = prepare(); !ready)
      return device_.stop(ready.error());
    if (const Result<void> finished = device_.finish(); !finished)
      return lost(finished.error());
    events_.start(device_.transport());
    return {};
  }

  Result<void> prepare() {
    if (const Result<void> ready = events_.setup(device_.transport(), spec::input::event_queue,
                                                 device_.queue_options(), sizeof(InputEvent));
        !ready)
      return ready;
    return status_.setup(device_.transport(), spec::input::status_queue, device_.queue_options(),
                         sizeof(InputEvent));
  }

  // The answer to a selection, as much of it as fits. Returns the number of bytes copied.
  Result<std::size_t> query(Select select, std::uint8_t subselect, std::span<std::byte> answer) {
    namespace config = spec::input::config;
    if (const Result<void> done =
            device_.transport().write_config8(config::select, static_cast<std::uint8_t>(select));
        !done)
      return done.error();
    if (const Result<void> done = device_.transport().write_config8(config::subselect, subselect);
        !done)
      return done.error();
    return device_.read_config([&](T &transport) -> Result<std::size_t> {
      const Result<std::uint8_t> size = transport.read_config8(config::size);
      if (!size)
        return size.error();
      if (*size == 0)
        return Error::Unsupported;
      if (*size > config::data_size)
        return Error::BadConfig;
      const std::size_t length = *size < answer.size() ? *size : answer.size();
      for (std::size_t i = 0; i < length; ++i) {
        const Result<std::uint8_t> byte = transport.read_config8(config::data + i);
        if (!byte)
          return byte.error();
        answer[i] = std::byte{*byte};
      }
      return length;
    });
  }

  template <typename Answer>
  Result<Answer> query_exactly(Select select, std::uint8_t subselect, Answer &answer) {
    const Result<std::size_t> length =
        query(select, subselect, std::as_writable_bytes(std::span(&answer, 1)));
    if (!length)
      return length.error();
    if (*length != sizeof(Answer))
      return Error::BadConfig;
    return answer;
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error lost(Error error) { return device_.judge(error, events_, status_); }

  ReceiveQueue<H, event_queue_size> events_;
  TransmitQueue<H, status_queue_size> status_;
  Device<T> device_;
};

} // namespace virtio_drivers
