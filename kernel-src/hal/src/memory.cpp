// The kernel's memory: one buddy allocator over all of it, and the heap on top. Memory for devices
// comes from here as well, through levitate::hal::virtio::VirtioHal::dma_alloc.
#include "levitate/hal/memory.hpp"

#include "levitate/hal/buddy.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/hal/slab.hpp"
#include "levitate/utils/align.hpp"
#include "levitate/utils/spinlock.hpp"

#include <algorithm>
#include <array>

extern "C" {
extern std::byte image_start[], image_end[];
}

namespace levitate::hal {

namespace {
using Region = DeviceTree::Region;

constinit utils::Spinlock<BuddyAllocator> page_allocator;

class BuddyPages final : public PageSource {
public:
  void *take(unsigned order) noexcept override {
    const std::optional<PhysicalAddress> block = page_allocator.lock()->allocate(order);
    return block ? phys_to_virt(*block) : nullptr;
  }
  void give(void *pages, unsigned order) noexcept override {
    if (!page_allocator.lock()->release(reinterpret_cast<std::uintptr_t>(pages) - kernel_base,
                                        order))
      __builtin_trap();
  }
};
constinit BuddyPages heap_pages;
constinit utils::Spinlock<SlabAllocator> heap{SlabAllocator(heap_pages)};

PhysicalAddress physical_of(const std::byte *symbol) noexcept {
  return reinterpret_cast<std::uintptr_t>(symbol) - kernel_base;
}

constexpr std::size_t max_reserved = 4;

// Calls use(from, to) for the parts of `memory` that lie outside of the reserved regions, which are
// in ascending order.
template <class Use>
void each_free_part(Region memory, const std::array<Region, max_reserved> &reserved,
                    Use use) noexcept {
  PhysicalAddress at = memory.address;
  const PhysicalAddress end = memory.address + memory.size;
  for (const Region &region : reserved) {
    const PhysicalAddress from = utils::align_down(region.address, page_size);
    const PhysicalAddress to = utils::align_up(region.address + region.size, page_size);
    if (region.size == 0 || to <= at || from >= end)
      continue;
    if (from > at)
      use(at, from);
    at = std::max(at, to);
  }
  if (at < end)
    use(at, end);
}

void sort(std::array<Region, max_reserved> &regions) noexcept {
  for (std::size_t i = 1; i < regions.size(); ++i)
    for (std::size_t j = i; j > 0 && regions[j].address < regions[j - 1].address; --j)
      std::swap(regions[j], regions[j - 1]);
}
// The boot tables map memory up to here.
constexpr PhysicalAddress boot_map_end = 0x8000'0000;

// What must not be given out. The last place is for the allocator's own state.
std::array<Region, max_reserved> reserved_regions(const Platform &platform) noexcept {
  return {{{physical_of(image_start), static_cast<std::uint64_t>(image_end - image_start)},
           platform.device_tree,
           platform.initial_ram_disk,
           {}}};
}
} // namespace

bool initialise_memory(const Platform &platform) noexcept {
  std::array<Region, max_reserved> reserved = reserved_regions(platform);
  PhysicalAddress lowest = ~PhysicalAddress{0}, highest = 0;
  for (std::size_t i = 0; i < platform.memory_count; ++i) {
    lowest = std::min(lowest, utils::align_down(platform.memory[i].address, page_size));
    highest = std::max(highest, platform.memory[i].address + platform.memory[i].size);
  }
  // The state bytes of the allocator lie in the first free place.
  const std::size_t state_size = utils::align_up((highest - lowest) / page_size, page_size);
  sort(reserved);
  PhysicalAddress state = 0;
  for (std::size_t i = 0; i < platform.memory_count && state == 0; ++i)
    each_free_part(platform.memory[i], reserved, [&](PhysicalAddress from, PhysicalAddress to) {
      from = utils::align_up(from, page_size);
      if (state == 0 && from < to && to - from >= state_size && from + state_size <= boot_map_end)
        state = from;
    });
  if (state == 0)
    return false;
  reserved = reserved_regions(platform);
  reserved.back() = {state, state_size};
  sort(reserved);

  auto allocator = page_allocator.lock();
  allocator->initialise(lowest,
                        {phys_to_virt_as<std::uint8_t>(state), (highest - lowest) / page_size});
  for (std::size_t i = 0; i < platform.memory_count; ++i)
    each_free_part(platform.memory[i], reserved, [&](PhysicalAddress from, PhysicalAddress to) {
      allocator->add(from, std::min(to, boot_map_end));
    });
  return true;
}

void add_high_memory(const Platform &platform) noexcept {
  std::array<Region, max_reserved> reserved = reserved_regions(platform);
  sort(reserved);
  auto allocator = page_allocator.lock();
  for (std::size_t i = 0; i < platform.memory_count; ++i)
    each_free_part(platform.memory[i], reserved, [&](PhysicalAddress from, PhysicalAddress to) {
      allocator->add(std::max(from, boot_map_end), to);
    });
}

std::optional<PhysicalAddress> alloc_pages(std::size_t count) noexcept {
  if (count == 0 || count > (std::size_t{1} << BuddyAllocator::max_order))
    return std::nullopt;
  return page_allocator.lock()->allocate(BuddyAllocator::order_for(count));
}

bool free_pages(PhysicalAddress pages, std::size_t count) noexcept {
  return count != 0 && page_allocator.lock()->release(pages, BuddyAllocator::order_for(count));
}

std::optional<PhysicalAddress> virt_to_phys(const void *address) noexcept {
  const std::optional<PageTable::Mapping> mapping = translate(address);
  return mapping ? std::optional<PhysicalAddress>(mapping->physical) : std::nullopt;
}

void *allocate(std::size_t size) noexcept { return heap.lock()->allocate(size); }

void release(void *memory) noexcept {
  if (memory != nullptr)
    heap.lock()->release(memory);
}

MemoryStatistics memory_statistics() noexcept {
  MemoryStatistics result{};
  {
    auto pages = page_allocator.lock();
    result.total_pages = pages->total_pages();
    result.free_pages = pages->free_pages();
  }
  auto objects = heap.lock();
  result.heap_objects = objects->objects();
  result.heap_pages = objects->pages();
  return result;
}

} // namespace levitate::hal
