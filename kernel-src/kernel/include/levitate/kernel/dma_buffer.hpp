// Memory for requests to a device, given back when its owner goes.
#pragma once
#include "levitate/hal/address.hpp"

#include <cstddef>
#include <span>
#include <utility>

// Named, not included: most who hold a buffer have no use for the adapter.
namespace levitate::hal::virtio {
struct LevitateVirtioHal;
}

namespace levitate::kernel {

/// Whole pages from `Hal::dma_allocate`: zeroed, physically contiguous. Owned; moved, not copied.
template <class Hal> class DmaBuffer {
  std::byte *memory_ = nullptr;
  std::size_t pages_ = 0;

public:
  /// An empty buffer if there is no memory.
  explicit DmaBuffer(std::size_t pages) noexcept
      : memory_(Hal::dma_allocate(pages)), pages_(memory_ != nullptr ? pages : 0) {}
  DmaBuffer(DmaBuffer &&other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)), pages_(std::exchange(other.pages_, 0)) {}
  DmaBuffer(const DmaBuffer &) = delete;
  DmaBuffer &operator=(const DmaBuffer &) = delete;
  DmaBuffer &operator=(DmaBuffer &&) = delete;
  ~DmaBuffer() { Hal::dma_release(memory_, pages_); }

  bool empty() const noexcept { return memory_ == nullptr; }
  std::span<std::byte> bytes() const noexcept { return {memory_, pages_ * hal::page_size}; }
};

/// The buffer that the kernel uses. Whoever makes one includes the adapter.
using KernelDmaBuffer = DmaBuffer<hal::virtio::LevitateVirtioHal>;

} // namespace levitate::kernel
