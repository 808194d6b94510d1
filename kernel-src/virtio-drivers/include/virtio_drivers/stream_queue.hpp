// Virtqueues on which messages flow one way: what arrives unasked, and what is sent and forgotten.
//
// Both copy through DMA memory of their own, so that no caller's buffer ever belongs to the device.
#pragma once

#include "virtio_drivers/dma.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

namespace virtio_drivers {

// Buffers lie ready for the device to fill; each goes back to it as soon as it was read.
template <Hal H, std::uint16_t Size> class ReceiveQueue {
public:
  // As VirtQueue::setup, with buffers of `buffer_bytes` each, all handed to the device. It may be
  // told of them only when it is live (3.1.1): call `start` after Device::finish.
  template <Transport T>
  Result<void> setup(T &transport, std::uint16_t index, const QueueOptions &options,
                     std::size_t buffer_bytes) {
    buffer_bytes_ = buffer_bytes;
    if (memory_.empty()) {
      Result<DmaMemory<H>> memory =
          DmaMemory<H>::allocate(Size * buffer_bytes, BufferDirection::DeviceToDriver);
      if (!memory)
        return memory.error();
      memory_ = std::move(*memory);
    }
    if (const Result<void> ready = queue_.setup(transport, index, options); !ready)
      return ready;
    for (std::uint16_t buffer = 0; buffer < queue_.size(); ++buffer)
      if (const Result<void> posted = post(buffer); !posted)
        return posted;
    return {};
  }
  template <Transport T> void start(T &transport) { queue_.notify(transport); }

  // Calls `handle(std::span<const std::byte>)` with the next message, which it may look at until it
  // returns. NotReady if there is none; any other error: the queue is broken.
  template <Transport T, typename Handle> Result<void> receive(T &transport, Handle &&handle) {
    const Result<UsedChain> used = queue_.pop_used();
    if (!used)
      return used.error();
    handle(
        std::span<const std::byte>(memory_.data() + used->context * buffer_bytes_, used->length));
    const Result<void> posted = post(used->context);
    queue_.notify(transport);
    return posted;
  }

  // As VirtQueue's.
  bool set_interrupts(bool on) { return queue_.set_interrupts(on); }
  void abandon(Error reason, bool device_stopped) {
    queue_.abandon(reason, device_stopped);
    if (!device_stopped)
      memory_.leak();
  }

private:
  Result<void> post(std::uint16_t buffer) {
    const Segment segment = Segment::dma(memory_, buffer * buffer_bytes_, buffer_bytes_,
                                         BufferDirection::DeviceToDriver);
    return queue_.add(std::span(&segment, 1), buffer);
  }

  VirtQueue<H, Size, 1> queue_;
  DmaMemory<H> memory_;
  std::size_t buffer_bytes_ = 0;
};

// Messages are copied and sent; their buffers come back some time later.
template <Hal H, std::uint16_t Size> class TransmitQueue {
public:
  // As VirtQueue::setup, for messages of at most `buffer_bytes` each.
  template <Transport T>
  Result<void> setup(T &transport, std::uint16_t index, const QueueOptions &options,
                     std::size_t buffer_bytes) {
    buffer_bytes_ = buffer_bytes;
    if (memory_.empty()) {
      Result<DmaMemory<H>> memory =
          DmaMemory<H>::allocate(Size * buffer_bytes, BufferDirection::DriverToDevice);
      if (!memory)
        return memory.error();
      memory_ = std::move(*memory);
    }
    in_flight_.fill(false);
    return queue_.setup(transport, index, options);
  }

  // Sends `header` and `payload` as one message; both are the caller's again at once. QueueFull:
  // try again when the device has taken one. InvalidArgument: empty, or longer than a buffer. Any
  // other error: the queue is broken.
  template <Transport T>
  Result<void> send(T &transport, std::span<const std::byte> header,
                    std::span<const std::byte> payload) {
    if (header.size() > buffer_bytes_ || payload.size() > buffer_bytes_ - header.size() ||
        header.size() + payload.size() == 0)
      return Error::InvalidArgument;
    if (const Result<void> reclaimed = reclaim(); !reclaimed)
      return reclaimed;
    std::uint16_t buffer = 0;
    while (buffer < queue_.size() && in_flight_[buffer])
      ++buffer;
    if (buffer == queue_.size())
      return Error::QueueFull;
    const std::size_t offset = buffer * buffer_bytes_;
    if (!header.empty())
      std::memcpy(memory_.data() + offset, header.data(), header.size());
    if (!payload.empty())
      std::memcpy(memory_.data() + offset + header.size(), payload.data(), payload.size());
    const Segment segment = Segment::dma(memory_, offset, header.size() + payload.size(),
                                         BufferDirection::DriverToDevice);
    if (const Result<void> added = queue_.add(std::span(&segment, 1), buffer); !added)
      return added;
    in_flight_[buffer] = true;
    queue_.notify(transport);
    return {};
  }

  // Success when the device has taken all messages, NotReady before. Any other error: broken.
  Result<void> drained() {
    if (const Result<void> reclaimed = reclaim(); !reclaimed)
      return reclaimed;
    return queue_.in_flight() == 0 ? Result<void>() : Result<void>(Error::NotReady);
  }

  // As VirtQueue's.
  bool set_interrupts(bool on) { return queue_.set_interrupts(on); }
  void abandon(Error reason, bool device_stopped) {
    queue_.abandon(reason, device_stopped);
    if (!device_stopped)
      memory_.leak();
  }

private:
  Result<void> reclaim() {
    while (true) {
      const Result<UsedChain> used = queue_.pop_used();
      if (!used)
        return used.error() == Error::NotReady ? Result<void>() : Result<void>(used.error());
      in_flight_[used->context] = false;
    }
  }

  VirtQueue<H, Size, 1> queue_;
  DmaMemory<H> memory_;
  std::array<bool, Size> in_flight_{};
  std::size_t buffer_bytes_ = 0;
};

} // namespace virtio_drivers
