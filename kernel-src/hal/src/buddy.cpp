// The buddy allocator. The state byte of a page is 0 inside of a block; at its start it is the
// order with a flag: free or taken.
#include "levitate/hal/buddy.hpp"

#include "levitate/utils/align.hpp"

#include <algorithm>
#include <bit>

namespace levitate::hal {

namespace {
constexpr std::uint8_t free_flag = 0x80;
constexpr std::uint8_t taken_flag = 0x40;
constexpr std::uint64_t block_size(unsigned order) noexcept { return page_size << order; }
} // namespace

struct BuddyAllocator::FreeBlock {
  FreeBlock *previous;
  FreeBlock *next;
};

unsigned BuddyAllocator::order_for(std::size_t pages) noexcept {
  return pages <= 1 ? 0 : static_cast<unsigned>(std::bit_width(pages - 1));
}

void BuddyAllocator::initialise(PhysicalAddress base, std::span<std::uint8_t> state) noexcept {
  base_ = base;
  state_ = state;
  std::fill(state.begin(), state.end(), std::uint8_t{0});
  free_.fill(nullptr);
  free_pages_ = total_pages_ = 0;
}

void BuddyAllocator::push(PhysicalAddress block, unsigned order) noexcept {
  auto *node = phys_to_virt_as<FreeBlock>(block);
  node->previous = nullptr;
  node->next = free_[order];
  if (node->next != nullptr)
    node->next->previous = node;
  free_[order] = node;
  state_[index(block)] = static_cast<std::uint8_t>(free_flag | order);
}

void BuddyAllocator::unlink(PhysicalAddress block, unsigned order) noexcept {
  auto *node = phys_to_virt_as<FreeBlock>(block);
  if (node->next != nullptr)
    node->next->previous = node->previous;
  (node->previous != nullptr ? node->previous->next : free_[order]) = node->next;
  state_[index(block)] = 0;
}

void BuddyAllocator::merge_and_push(PhysicalAddress block, unsigned order) noexcept {
  // Buddies differ in one bit of the address, so that blocks are aligned to their size absolutely.
  while (order < max_order) {
    const PhysicalAddress buddy = block ^ block_size(order);
    if (buddy < base_ || index(buddy) >= state_.size() ||
        state_[index(buddy)] != (free_flag | order))
      break;
    unlink(buddy, order);
    block = std::min(block, buddy);
    ++order;
  }
  push(block, order);
}

void BuddyAllocator::add(PhysicalAddress begin, PhysicalAddress end) noexcept {
  begin = std::max(utils::align_up(begin, page_size), base_);
  end = std::min(utils::align_down(end, page_size), base_ + state_.size() * page_size);
  while (begin < end) {
    unsigned order = max_order;
    while (!utils::is_aligned(begin, block_size(order)) || begin + block_size(order) > end)
      --order;
    free_pages_ += std::size_t{1} << order;
    total_pages_ += std::size_t{1} << order;
    merge_and_push(begin, order);
    begin += block_size(order);
  }
}

std::optional<PhysicalAddress> BuddyAllocator::allocate(unsigned order) noexcept {
  unsigned found = order;
  while (found <= max_order && free_[found] == nullptr)
    ++found;
  if (found > max_order)
    return std::nullopt;
  const PhysicalAddress block = reinterpret_cast<std::uintptr_t>(free_[found]) - kernel_base;
  unlink(block, found);
  while (found > order) {
    --found;
    push(block + block_size(found), found);
  }
  state_[index(block)] = static_cast<std::uint8_t>(taken_flag | order);
  free_pages_ -= std::size_t{1} << order;
  return block;
}

bool BuddyAllocator::release(PhysicalAddress block, unsigned order) noexcept {
  if (block < base_ || !utils::is_aligned(block, page_size) || index(block) >= state_.size() ||
      order > max_order || state_[index(block)] != (taken_flag | order))
    return false;
  state_[index(block)] = 0;
  free_pages_ += std::size_t{1} << order;
  merge_and_push(block, order);
  return true;
}

std::size_t BuddyAllocator::free_blocks(unsigned order) const noexcept {
  std::size_t count = 0;
  for (const FreeBlock *block = free_[order]; block != nullptr; block = block->next)
    ++count;
  return count;
}

} // namespace levitate::hal
