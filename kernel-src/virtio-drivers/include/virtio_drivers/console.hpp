// Driver of a VirtIO console device, its first port. VirtIO 1.2, section 5.3.
//
// Not synchronised: one caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/console.hpp"
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

// In characters.
struct ConsoleSize {
  std::uint16_t columns = 0;
  std::uint16_t rows = 0;
};

template <Hal H, Transport T> class VirtIOConsole {
public:
  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup.
  static Result<VirtIOConsole> create(T transport, const DriverOptions &options = {}) {
    VirtIOConsole driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIOConsole(VirtIOConsole &&) noexcept = default;
  VirtIOConsole &operator=(VirtIOConsole &&other) noexcept {
    if (this != &other) {
      this->~VirtIOConsole();
      ::new (this) VirtIOConsole(std::move(other));
    }
    return *this;
  }
  // Resets the device.
  ~VirtIOConsole() { device_.shut_down(Error::DeviceReset, receive_, transmit_); }

  // Unsupported if the device does not tell. It changes with an interrupt for the configuration.
  Result<ConsoleSize> size() {
    if (!device_.has(spec::console::feature::size))
      return Error::Unsupported;
    return device_.read_config([](T &transport) -> Result<ConsoleSize> {
      const Result<std::uint16_t> columns = transport.read_config16(spec::console::config::columns);
      const Result<std::uint16_t> rows = transport.read_config16(spec::console::config::rows);
      if (!columns || !rows)
        return Error::BadConfig;
      return ConsoleSize{*columns, *rows};
    });
  }

  // Copies received bytes into `buffer` and returns how many, at least 1. NotReady: none have come.
  // InvalidArgument: an empty buffer.
  Result<std::size_t> receive(std::span<std::byte> buffer) {
    if (!device_.live())
      return device_.failure();
    if (buffer.empty())
      return Error::InvalidArgument;
    if (pending_ == 0)
      if (const Result<void> refilled = refill(); !refilled)
        return lost(refilled.error());
    const std::size_t length = pending_ < buffer.size() ? pending_ : buffer.size();
    std::memcpy(buffer.data(), received_.data() + consumed_, length);
    consumed_ += length;
    pending_ -= length;
    return length;
  }

  // Sends all of `data` and waits until the device has it. `data` may be of any length.
  Result<void> send(std::span<const std::byte> data) {
    while (!data.empty()) {
      const std::size_t length = data.size() < buffer_bytes ? data.size() : buffer_bytes;
      const Result<void> sent = device_.wait([&]() -> Result<void> {
        const Result<std::size_t> queued = submit(data.first(length));
        if (queued)
          return {};
        return queued.error() == Error::QueueFull ? Error::NotReady : queued.error();
      });
      if (!sent)
        return lost(sent.error());
      data = data.subspan(length);
    }
    const Result<void> drained = device_.wait([&] { return transmit_.drained(); });
    if (!drained)
      return lost(drained.error());
    return {};
  }

  // Queues the first bytes of `data`, which it copies, and returns how many: 0 only if `data` is
  // empty. QueueFull: try again later.
  Result<std::size_t> submit(std::span<const std::byte> data) {
    if (!device_.live())
      return device_.failure();
    if (data.empty())
      return std::size_t{0};
    const std::size_t length = data.size() < buffer_bytes ? data.size() : buffer_bytes;
    if (const Result<void> sent = transmit_.send(device_.transport(), {}, data.first(length));
        !sent)
      return lost(sent.error());
    return length;
  }

  // Writes one character past all queues, when everything else has failed (5.3.4, emerg_wr).
  // Unsupported if the device has no such register.
  Result<void> emergency_write(std::byte character) {
    if (!device_.has(spec::console::feature::emergency_write))
      return Error::Unsupported;
    return device_.transport().write_config32(spec::console::config::emergency_write,
                                              std::to_integer<std::uint32_t>(character));
  }

  // Asks for an interrupt when bytes arrive, or for none (the state after `create`). Returns
  // whether some have arrived already, for which none will come.
  bool set_interrupts(bool on) { return receive_.set_interrupts(on) || pending_ != 0; }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }
  // Resets and initialises the device again. What was in flight is lost.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, receive_, transmit_);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 8;
  static constexpr std::size_t buffer_bytes = 512;

  VirtIOConsole(T transport, const DriverOptions &options)
      : device_(std::move(transport), options) {}

  Result<void> start() {
    namespace feature = spec::console::feature;
    pending_ = 0;
    if (const Result<void> begun =
            device_.begin(DeviceType::Console, feature::size | feature::emergency_write);
        !begun)
      return begun;
    if (const Result<void> ready = prepare(); !ready)
      return device_.stop(ready.error());
    if (const Result<void> finished = device_.finish(); !finished)
      return lost(finished.error());
    receive_.start(device_.transport());
    return {};
  }

  Result<void> prepare() {
    if (const Result<void> ready = receive_.setup(device_.transport(), spec::console::receive_queue,
                                                  device_.queue_options(), buffer_bytes);
        !ready)
      return ready;
    return transmit_.setup(device_.transport(), spec::console::transmit_queue,
                           device_.queue_options(), buffer_bytes);
  }

  // Copies the next message out of the device's reach.
  Result<void> refill() {
    bool empty = false;
    const Result<void> received =
        receive_.receive(device_.transport(), [&](std::span<const std::byte> message) {
          empty = message.empty();
          if (!empty)
            std::memcpy(received_.data(), message.data(), message.size());
          consumed_ = 0;
          pending_ = message.size();
        });
    if (received && empty)
      return Error::NotReady;
    return received;
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error lost(Error error) { return device_.judge(error, receive_, transmit_); }

  ReceiveQueue<H, queue_size> receive_;
  TransmitQueue<H, queue_size> transmit_;
  std::array<std::byte, buffer_bytes> received_{}; // one message, partly read
  std::size_t consumed_ = 0;
  std::size_t pending_ = 0;
  Device<T> device_;
};

} // namespace virtio_drivers
