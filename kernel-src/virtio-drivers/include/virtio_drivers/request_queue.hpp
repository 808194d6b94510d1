// A virtqueue for requests that each get an answer: tokens, and memory for the headers.
//
// Each request has a slot: DMA memory of a fixed size in which its driver keeps what it and the
// device write besides the caller's buffers. Not here: what that is.
#pragma once

#include "virtio_drivers/dma.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace virtio_drivers {

// A request in flight. Good until `complete` has answered something else than NotReady; a token
// that is older than that is recognised.
struct RequestToken {
  std::uint16_t slot = 0;
  std::uint16_t generation = 0;
};

// A request that the device is done with. Its slot keeps its contents until the next `submit`.
struct Completion {
  std::uint16_t slot = 0;
  std::uint32_t length = 0; // bytes that the device says it wrote
};

template <Hal H, std::uint16_t Size, std::uint16_t MaxSegments> class RequestQueue {
public:
  // As VirtQueue::setup; `slot_bytes` of DMA memory for each request, which may be 0. No request is
  // in flight then, and tokens from before are stale.
  template <Transport T>
  Result<void> setup(T &transport, std::uint16_t index, const QueueOptions &options,
                     std::size_t slot_bytes) {
    slot_bytes_ = (slot_bytes + slot_alignment - 1) / slot_alignment * slot_alignment;
    if (slot_bytes_ != 0 && slots_.empty()) {
      Result<DmaMemory<H>> slots =
          DmaMemory<H>::allocate(Size * slot_bytes_, BufferDirection::Both);
      if (!slots)
        return slots.error();
      slots_ = std::move(*slots);
    }
    for (Request &request : requests_)
      request.state = State::Free;
    return queue_.setup(transport, index, options);
  }

  // A slot for the next `submit`; QueueFull if all are in flight.
  Result<std::uint16_t> free_slot() const {
    for (std::uint16_t slot = 0; slot < Size; ++slot)
      if (requests_[slot].state == State::Free)
        return slot;
    return Error::QueueFull;
  }
  // The object at `offset` of a slot.
  template <typename V> [[nodiscard]] V &at(std::uint16_t slot, std::size_t offset = 0) const {
    return slots_.template at<V>(slot * slot_bytes_ + offset);
  }
  // Part of a slot, for the chain.
  [[nodiscard]] Segment segment(std::uint16_t slot, std::size_t offset, std::size_t length,
                                BufferDirection direction) const {
    return Segment::dma(slots_, slot * slot_bytes_ + offset, length, direction);
  }

  // Sends the request in `slot`, which is a free one. Fails as VirtQueue::add; the slot is free
  // then.
  template <Transport T>
  Result<RequestToken> submit(T &transport, std::uint16_t slot, std::span<const Segment> segments) {
    if (const Result<void> added = queue_.add(segments, slot); !added)
      return added.error();
    Request &request = requests_[slot];
    request.state = State::InFlight;
    ++request.generation;
    queue_.notify(transport);
    return RequestToken{slot, request.generation};
  }

  // NotReady while the request is in flight; then what became of it, once. InvalidArgument: a stale
  // token. Any other error: the queue is broken (VirtQueue::pop_used).
  Result<Completion> complete(RequestToken token) {
    if (token.slot >= Size || requests_[token.slot].state == State::Free ||
        requests_[token.slot].generation != token.generation)
      return Error::InvalidArgument;
    Request &request = requests_[token.slot];
    while (request.state == State::InFlight) {
      const Result<UsedChain> used = queue_.pop_used();
      if (!used)
        return used.error();
      requests_[used->context].state = State::Done;
      requests_[used->context].length = used->length;
    }
    request.state = State::Free;
    return Completion{token.slot, request.length};
  }

  // As VirtQueue's.
  bool set_interrupts(bool on) { return queue_.set_interrupts(on); }
  [[nodiscard]] std::uint16_t in_flight() const { return queue_.in_flight(); }
  void abandon(Error reason, bool device_stopped) {
    queue_.abandon(reason, device_stopped);
    for (Request &request : requests_)
      request.state = State::Free;
    if (!device_stopped)
      slots_.leak();
  }

private:
  static constexpr std::size_t slot_alignment = 16;

  enum class State : std::uint8_t { Free, InFlight, Done };
  struct Request {
    State state = State::Free;
    std::uint16_t generation = 0;
    std::uint32_t length = 0;
  };

  VirtQueue<H, Size, MaxSegments> queue_;
  DmaMemory<H> slots_;
  std::size_t slot_bytes_ = 0;
  std::array<Request, Size> requests_{};
};

} // namespace virtio_drivers
