// The slab allocator. Every page, or the first of a large object, begins with a header that tells
// what it is.
#include "levitate/hal/slab.hpp"

#include "levitate/hal/buddy.hpp"
#include "levitate/utils/align.hpp"

#include <bit>
#include <new>

namespace levitate::hal {

namespace {
constexpr std::uint32_t slab_magic = 0x51AB51AB;
constexpr std::uint32_t large_magic = 0xB16B16B1;
constexpr std::size_t header_size = 64;

constexpr std::size_t class_of(std::size_t size) noexcept {
  return size <= SlabAllocator::smallest
             ? 0
             : static_cast<std::size_t>(std::bit_width((size - 1) / SlabAllocator::smallest));
}
constexpr std::size_t size_of(std::size_t size_class) noexcept {
  return SlabAllocator::smallest << size_class;
}

void *page_of(void *object) noexcept {
  return reinterpret_cast<void *>(
      utils::align_down(reinterpret_cast<std::uintptr_t>(object), page_size));
}
} // namespace

struct SlabAllocator::Free {
  Free *next;
};

struct SlabAllocator::Slab : utils::ListNode {
  std::uint32_t magic;
  std::uint32_t size_class;
  std::uint32_t used;
  std::uint32_t capacity;
  Free *free;
};

struct SlabAllocator::Large {
  utils::ListNode
      unused; // at the place of a slab's links, so that the magic numbers are at the same place
  std::uint32_t magic;
  std::uint32_t order;
};

SlabAllocator::Slab *SlabAllocator::new_slab(std::size_t size_class) noexcept {
  static_assert(sizeof(Slab) <= header_size && sizeof(Large) <= header_size);
  void *page = pages_->take(0);
  if (page == nullptr)
    return nullptr;
  ++page_count_;
  const std::size_t size = size_of(size_class);
  const std::size_t first = utils::align_up(header_size, size < header_size ? header_size : 16);
  auto *slab = ::new (page) Slab{};
  slab->magic = slab_magic;
  slab->size_class = static_cast<std::uint32_t>(size_class);
  slab->capacity = static_cast<std::uint32_t>((page_size - first) / size);
  auto *bytes = static_cast<std::byte *>(page) + first;
  for (std::size_t i = slab->capacity; i != 0; --i)
    slab->free = ::new (static_cast<void *>(bytes + (i - 1) * size)) Free{slab->free};
  partial_[size_class].push_front(*slab);
  return slab;
}

void *SlabAllocator::allocate(std::size_t size) noexcept {
  if (size > (page_size << BuddyAllocator::max_order) - header_size)
    return nullptr;
  if (size > largest) {
    const unsigned order =
        BuddyAllocator::order_for(utils::divide_up(size + header_size, page_size));
    void *pages = pages_->take(order);
    if (pages == nullptr)
      return nullptr;
    ::new (pages) Large{{}, large_magic, order};
    page_count_ += std::size_t{1} << order;
    ++objects_;
    return static_cast<std::byte *>(pages) + header_size;
  }
  const std::size_t size_class = class_of(size);
  Slab *slab = partial_[size_class].front();
  if (slab == nullptr)
    slab = new_slab(size_class);
  if (slab == nullptr)
    return nullptr;
  Free *object = slab->free;
  slab->free = object->next;
  if (++slab->used == slab->capacity)
    partial_[size_class].remove(*slab);
  ++objects_;
  return object;
}

void SlabAllocator::release(void *object) noexcept {
  void *page = page_of(object);
  auto *slab = static_cast<Slab *>(page);
  if (slab->magic == large_magic) {
    auto *large = static_cast<Large *>(page);
    const unsigned order = large->order;
    large->magic = 0;
    page_count_ -= std::size_t{1} << order;
    --objects_;
    pages_->give(page, order);
    return;
  }
  if (slab->magic != slab_magic || slab->used == 0)
    __builtin_trap();
  utils::List<Slab> &partial = partial_[slab->size_class];
  if (slab->used == slab->capacity)
    partial.push_front(*slab);
  slab->free = ::new (object) Free{slab->free};
  --slab->used;
  --objects_;
  // The last slab of its size stays, so that one object to and fro costs no page.
  if (slab->used == 0 && (partial.front() != slab || partial.after(*slab) != nullptr)) {
    partial.remove(*slab);
    slab->magic = 0;
    --page_count_;
    pages_->give(page, 0);
  }
}

} // namespace levitate::hal
