// The kernel's memory: physical pages, the heap, and addresses for DMA.
#pragma once
#include "levitate/hal/address.hpp"

#include <cstddef>
#include <optional>

namespace levitate::hal {

struct Platform;

/// Finds the free memory of the platform: all of its memory, less the kernel's image, the device
/// tree and the initial RAM disk. Called once, before anything is allocated; what the boot
/// tables do not map comes later. False if there is no
/// memory to work with.
bool initialise_memory(const Platform &platform) noexcept;

/// Adds the memory beyond what the boot tables map; called once, when the final ones are in force.
void add_high_memory(const Platform &platform) noexcept;

/// `count` physically contiguous pages, aligned to the next power of two of their size, with
/// undefined contents; nothing if there are none. The caller owns them. Coherent with devices: good
/// for DMA.
std::optional<PhysicalAddress> alloc_pages(std::size_t count) noexcept;
/// Gives pages back: the address and count of one `alloc_pages`. False if that is not what they
/// are.
bool free_pages(PhysicalAddress pages, std::size_t count) noexcept;

/// The physical address of any mapped byte of the kernel (linear map or thread stack); nothing if
/// it is not mapped.
std::optional<PhysicalAddress> virt_to_phys(const void *address) noexcept;

/// Memory of at least `size` bytes, aligned to 16, or null. Up to half a page comes from slabs,
/// more from whole pages.
void *allocate(std::size_t size) noexcept;
/// Gives back what `allocate` returned; null is allowed.
void release(void *memory) noexcept;

struct MemoryStatistics {
  std::size_t total_pages;
  std::size_t free_pages;
  std::size_t heap_objects;
  std::size_t heap_pages;
};
MemoryStatistics memory_statistics() noexcept;

/// Pages that devices hold at present, and the most that they ever held.
struct DmaStatistics {
  std::size_t pages;
  std::size_t peak;
};
DmaStatistics dma_statistics() noexcept;

} // namespace levitate::hal
