// Ownership of DMA memory, and access to memory that a device changes behind the compiler's back.
#pragma once

#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace virtio_drivers {

// Reads `location` exactly once; the device may be writing it.
template <typename T>
  requires std::is_integral_v<T>
T read_shared(const T &location) {
  return __atomic_load_n(&location, __ATOMIC_RELAXED);
}

// Writes `location` exactly once; the device may be reading it.
template <typename T>
  requires std::is_integral_v<T>
void write_shared(T &location, T value) {
  __atomic_store_n(&location, value, __ATOMIC_RELAXED);
}

// A DMA region that is returned to the Hal when its owner goes.
template <Hal H> class DmaMemory {
public:
  // Owns nothing.
  DmaMemory() = default;

  // At least `bytes` bytes, zeroed; OutOfMemory if there are none.
  static Result<DmaMemory> allocate(std::size_t bytes, BufferDirection direction) {
    const std::size_t pages = bytes / page_size + (bytes % page_size != 0 ? 1 : 0);
    if (pages == 0)
      return Error::InvalidArgument;
    const DmaRegion region = H::dma_alloc(pages, direction);
    if (region.virtual_address == nullptr)
      return Error::OutOfMemory;
    return DmaMemory(region, pages);
  }

  DmaMemory(DmaMemory &&other) noexcept
      : region_(std::exchange(other.region_, {})), pages_(std::exchange(other.pages_, 0)) {}
  DmaMemory &operator=(DmaMemory &&other) noexcept {
    if (this != &other) {
      release();
      region_ = std::exchange(other.region_, {});
      pages_ = std::exchange(other.pages_, 0);
    }
    return *this;
  }
  ~DmaMemory() { release(); }

  [[nodiscard]] bool empty() const { return pages_ == 0; }
  // In bytes.
  [[nodiscard]] std::size_t size() const { return pages_ * page_size; }
  [[nodiscard]] std::byte *data() const { return region_.virtual_address; }
  // The device's address of the byte at `offset`.
  [[nodiscard]] PhysicalAddress physical(std::size_t offset = 0) const {
    return region_.physical + offset;
  }
  // The object at `offset`, which must be aligned for it and inside the region.
  template <typename T> [[nodiscard]] T &at(std::size_t offset) const {
    if (offset % alignof(T) != 0 || offset > size() || size() - offset < sizeof(T))
      __builtin_trap();
    return *reinterpret_cast<T *>(region_.virtual_address + offset);
  }

  // Gives up ownership without returning the memory: a device that cannot be stopped may still
  // write to it, so that nobody else must ever get it.
  void leak() {
    region_ = {};
    pages_ = 0;
  }

private:
  DmaMemory(DmaRegion region, std::size_t pages) : region_(region), pages_(pages) {}
  void release() {
    if (pages_ != 0)
      H::dma_dealloc(region_.physical, region_.virtual_address, pages_);
  }

  DmaRegion region_;
  std::size_t pages_ = 0;
};

} // namespace virtio_drivers
