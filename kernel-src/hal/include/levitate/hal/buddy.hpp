// The buddy allocator of physical pages.
#pragma once
#include "levitate/hal/address.hpp"

#include <array>
#include <optional>
#include <span>

namespace levitate::hal {

/// Gives out blocks of 2^order pages, aligned to their size, of one span of physical memory. The
/// links of the free lists lie in the free pages, reached by phys_to_virt; beyond that it takes one
/// byte per page. Not synchronised.
class BuddyAllocator {
public:
  /// The largest block is 2^max_order pages (16 MiB).
  static constexpr unsigned max_order = 12;

  constexpr BuddyAllocator() noexcept = default;

  /// Manages the pages from `base` (a multiple of the page size) on, one for each byte of `state`,
  /// which must outlive the allocator. All pages count as taken until they are added.
  void initialise(PhysicalAddress base, std::span<std::uint8_t> state) noexcept;
  /// Makes the whole pages of [begin, end) available. They must be managed, and not yet added.
  void add(PhysicalAddress begin, PhysicalAddress end) noexcept;

  /// A block of 2^order pages with undefined contents, or nothing.
  std::optional<PhysicalAddress> allocate(unsigned order) noexcept;
  /// Takes a block back. False, and nothing is changed, unless it is one that was allocated with
  /// this order and not yet released.
  bool release(PhysicalAddress block, unsigned order) noexcept;

  std::size_t free_pages() const noexcept { return free_pages_; }
  std::size_t total_pages() const noexcept { return total_pages_; }
  /// The number of free blocks of this order.
  std::size_t free_blocks(unsigned order) const noexcept;

  /// The least order whose block holds `pages` pages.
  static unsigned order_for(std::size_t pages) noexcept;

private:
  struct FreeBlock;
  std::size_t index(PhysicalAddress address) const noexcept {
    return (address - base_) / page_size;
  }
  void push(PhysicalAddress block, unsigned order) noexcept;
  void unlink(PhysicalAddress block, unsigned order) noexcept;
  void merge_and_push(PhysicalAddress block, unsigned order) noexcept;

  PhysicalAddress base_ = 0;
  std::span<std::uint8_t> state_;
  std::array<FreeBlock *, max_order + 1> free_{};
  std::size_t free_pages_ = 0;
  std::size_t total_pages_ = 0;
};

} // namespace levitate::hal
