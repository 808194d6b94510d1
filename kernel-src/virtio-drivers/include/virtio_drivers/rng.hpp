// Driver of a VirtIO entropy device. VirtIO 1.2, section 5.4.
//
// Blocking: `fill`. Otherwise: `submit` gives a token, `complete` says how many bytes came.
// Not synchronised: one caller at a time, `acknowledge_interrupt` excepted.
#pragma once

#include "virtio_drivers/device.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/request_queue.hpp"
#include "virtio_drivers/spec/rng.hpp"
#include "virtio_drivers/transport.hpp"

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>

namespace virtio_drivers {

template <Hal H, Transport T> class VirtIORng {
public:
  // Initialises the device behind `transport`, which the driver then owns. Fails with the errors of
  // Device::begin and VirtQueue::setup.
  static Result<VirtIORng> create(T transport, const DriverOptions &options = {}) {
    VirtIORng driver(std::move(transport), options);
    if (const Result<void> started = driver.start(); !started)
      return started.error();
    return driver;
  }

  VirtIORng(VirtIORng &&) noexcept = default;
  VirtIORng &operator=(VirtIORng &&other) noexcept {
    if (this != &other) {
      this->~VirtIORng();
      ::new (this) VirtIORng(std::move(other));
    }
    return *this;
  }
  // Resets the device: buffers of requests in flight are the caller's again.
  ~VirtIORng() { device_.shut_down(Error::DeviceReset, requests_); }

  // Fills all of `buffer` with random bytes, in as many requests as the device needs. Any error but
  // BufferNotShared and InvalidArgument (an empty buffer): the device is given up (see `recover`).
  Result<void> fill(std::span<std::byte> buffer) {
    if (buffer.empty())
      return Error::InvalidArgument;
    while (!buffer.empty()) {
      const Result<RequestToken> token = submit(buffer);
      if (!token)
        return token.error();
      const Result<std::size_t> length = device_.wait([&] { return complete(*token); });
      if (!length)
        return lost(length.error());
      buffer = buffer.subspan(*length);
    }
    return {};
  }

  // Starts a request for at most `buffer.size()` bytes. The buffer belongs to the device until
  // `complete` answers something else than NotReady. QueueFull: complete something first.
  Result<RequestToken> submit(std::span<std::byte> buffer) {
    if (!device_.live())
      return device_.failure();
    const Result<std::uint16_t> slot = requests_.free_slot();
    if (!slot)
      return slot.error();
    const Segment segment = Segment::writable(buffer);
    const Result<RequestToken> token =
        requests_.submit(device_.transport(), *slot, std::span(&segment, 1));
    if (!token)
      return lost(token.error());
    return *token;
  }

  // NotReady while the request is in flight; then the number of random bytes at the start of its
  // buffer, at least 1 and possibly fewer than asked for. InvalidArgument: a stale token.
  Result<std::size_t> complete(RequestToken token) {
    if (!device_.live())
      return device_.failure();
    const Result<Completion> done = requests_.complete(token);
    if (!done)
      return lost(done.error());
    if (done->length == 0)
      return lost(Error::BadLength); // 5.4.6.2: one or more bytes
    return std::size_t{done->length};
  }

  // Asks for an interrupt per finished request, or for none (the state after `create`). Returns
  // whether something finished already, for which none will come.
  bool set_interrupts(bool on) { return requests_.set_interrupts(on); }
  // For the interrupt handler: quiets the device and says why it called.
  InterruptCause acknowledge_interrupt() { return device_.transport().acknowledge_interrupt(); }

  // Is the device alive? If not, it is given up.
  Result<void> check() {
    const Result<void> alive = device_.check();
    if (!alive)
      return lost(alive.error());
    return {};
  }
  // Resets and initialises the device again. Requests in flight are lost: their tokens are stale.
  Result<void> recover() {
    device_.shut_down(Error::DeviceReset, requests_);
    return start();
  }

private:
  static constexpr std::uint16_t queue_size = 4;

  VirtIORng(T transport, const DriverOptions &options) : device_(std::move(transport), options) {}

  Result<void> start() {
    if (const Result<void> begun = device_.begin(DeviceType::EntropySource, 0); !begun)
      return begun;
    if (const Result<void> ready = requests_.setup(device_.transport(), spec::rng::request_queue,
                                                   device_.queue_options(), 0);
        !ready)
      return device_.stop(ready.error());
    if (const Result<void> finished = device_.finish(); !finished)
      return lost(finished.error());
    return {};
  }

  // Gives the device up if `error` says that it is lost. Returns `error`.
  Error lost(Error error) { return device_.judge(error, requests_); }

  RequestQueue<H, queue_size, 1> requests_;
  Device<T> device_;
};

} // namespace virtio_drivers
