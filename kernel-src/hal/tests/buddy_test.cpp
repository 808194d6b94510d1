#include "levitate/hal/buddy.hpp"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <random>
#include <vector>

using levitate::hal::BuddyAllocator;
using levitate::hal::page_size;
using levitate::hal::PhysicalAddress;

namespace {
// Memory of the process in the role of physical memory: on the host both have the same addresses.
struct Memory {
  static constexpr std::size_t alignment = page_size << BuddyAllocator::max_order;
  std::size_t pages;
  void *bytes;
  std::vector<std::uint8_t> state;
  BuddyAllocator allocator;

  explicit Memory(std::size_t count)
      : pages(count), bytes(std::aligned_alloc(alignment, alignment)), state(count) {
    allocator.initialise(base(), state);
    allocator.add(base(), base() + count * page_size);
  }
  ~Memory() { std::free(bytes); }
  PhysicalAddress base() const { return reinterpret_cast<PhysicalAddress>(bytes); }
};
} // namespace

TEST_CASE("a block is aligned to its size, and the pages add up") {
  Memory memory(1024);
  CHECK(memory.allocator.free_pages() == 1024);
  const auto block = memory.allocator.allocate(4);
  REQUIRE(block);
  CHECK(*block % (16 * page_size) == 0);
  CHECK(memory.allocator.free_pages() == 1008);
  CHECK(memory.allocator.release(*block, 4));
  CHECK(memory.allocator.free_pages() == 1024);
}
TEST_CASE("buddies merge again: after everything is released the largest blocks are there") {
  Memory memory(1024);
  std::vector<PhysicalAddress> blocks;
  while (const auto block = memory.allocator.allocate(0))
    blocks.push_back(*block);
  CHECK(blocks.size() == 1024);
  std::shuffle(blocks.begin(), blocks.end(), std::mt19937(1));
  for (const PhysicalAddress block : blocks)
    CHECK(memory.allocator.release(block, 0));
  CHECK(memory.allocator.free_blocks(10) == 1);
}
TEST_CASE("blocks never overlap, under any order of calls") {
  Memory memory(512);
  std::mt19937 random(7);
  std::vector<std::pair<PhysicalAddress, unsigned>> held;
  std::vector<bool> used(512);
  const auto mark = [&](PhysicalAddress block, unsigned order, bool value) {
    for (std::size_t i = 0; i < (std::size_t{1} << order); ++i) {
      const std::size_t page = (block - memory.base()) / page_size + i;
      REQUIRE(used.at(page) != value);
      used[page] = value;
    }
  };
  for (int step = 0; step < 5000; ++step) {
    if (random() % 2 == 0 || held.empty()) {
      const unsigned order = random() % 5;
      if (const auto block = memory.allocator.allocate(order)) {
        mark(*block, order, true);
        held.emplace_back(*block, order);
      }
    } else {
      const std::size_t which = random() % held.size();
      mark(held[which].first, held[which].second, false);
      REQUIRE(memory.allocator.release(held[which].first, held[which].second));
      held.erase(held.begin() + static_cast<long>(which));
    }
  }
}
TEST_CASE("releasing what was not allocated is refused and changes nothing") {
  Memory memory(64);
  const auto block = memory.allocator.allocate(2);
  REQUIRE(block);
  const std::size_t before = memory.allocator.free_pages();
  CHECK_FALSE(memory.allocator.release(*block, 1));             // another order
  CHECK_FALSE(memory.allocator.release(*block + page_size, 0)); // inside of the block
  CHECK_FALSE(memory.allocator.release(*block + 1, 2));         // not a page
  CHECK_FALSE(memory.allocator.release(memory.base() + 64 * page_size, 0));
  CHECK_FALSE(memory.allocator.release(memory.base() - page_size, 0));
  CHECK(memory.allocator.free_pages() == before);
  CHECK(memory.allocator.release(*block, 2));
  CHECK_FALSE(memory.allocator.release(*block, 2)); // twice
}
TEST_CASE("memory that was not added is never given out") {
  Memory memory(16);
  std::vector<std::uint8_t> state(16);
  BuddyAllocator allocator;
  allocator.initialise(memory.base(), state);
  CHECK_FALSE(allocator.allocate(0));
  allocator.add(memory.base() + 100, memory.base() + 3 * page_size + 100); // two whole pages
  CHECK(allocator.free_pages() == 2);
  CHECK(allocator.allocate(0));
  CHECK(allocator.allocate(0));
  CHECK_FALSE(allocator.allocate(0));
}
TEST_CASE("the order for a number of pages") {
  CHECK(BuddyAllocator::order_for(1) == 0);
  CHECK(BuddyAllocator::order_for(2) == 1);
  CHECK(BuddyAllocator::order_for(3) == 2);
  CHECK(BuddyAllocator::order_for(1000) == 10);
}
