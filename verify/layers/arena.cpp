#include "verify/layers/arena.h"

#include <atomic>
#include <sys/mman.h>

namespace levitate::layers {

namespace {

constexpr std::size_t page = 4096, sliceSize = 64 * 1024, firstBlock = 8 * sliceSize,
                      largePage = std::size_t(2) << 20;

std::size_t roundedUp(std::size_t size, std::size_t unit) {
  return (size + unit - 1) / unit * unit;
}

std::byte *alignedTo(std::byte *place, std::size_t alignment) {
  const auto address = reinterpret_cast<std::uintptr_t>(place);
  return place + (roundedUp(address, alignment) - address);
}

std::uint64_t nextNumber() {
  static std::atomic<std::uint64_t> last = 0;
  return ++last;
}

} // namespace

Arena::Arena() : number(nextNumber()) {}

Arena::~Arena() {
  for (const Block &block : blocks)
    ::munmap(block.begin, block.size);
}

Arena::Slice &Arena::slice() {
  static thread_local Slice own;
  return own;
}

/// Whole pages, of a block that many threads share.
std::byte *Arena::fromBlock(std::size_t size) {
  const std::lock_guard lock(mutex);
  if (static_cast<std::size_t>(end - at) < size) {
    // The first block is small, for a small tree; those that follow are made of large pages.
    const bool large = !blocks.empty() || size > firstBlock;
    const std::size_t wanted = large ? roundedUp(size, largePage) + 2 * largePage : firstBlock;
    void *const mapped =
        ::mmap(nullptr, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED)
      throw std::bad_alloc();
    at = static_cast<std::byte *>(mapped);
    end = at + wanted;
    blocks.push_back({at, wanted});
    if (large) {
      at = alignedTo(at, largePage);
      end = at + (wanted - largePage);
      (void)::madvise(at, wanted - largePage, MADV_HUGEPAGE); // a wish
    }
  }
  std::byte *const result = at;
  at += size;
  return result;
}

std::byte *Arena::allocate(std::size_t size, std::size_t alignment) {
  Slice &own = slice();
  if (own.arena == number) {
    std::byte *const place = alignedTo(own.at, alignment);
    if (place <= own.end && static_cast<std::size_t>(own.end - place) >= size) {
      own.at = place + size;
      return place;
    }
  }
  if (size > sliceSize / 4)
    return fromBlock(roundedUp(size, page));
  std::byte *const begin = fromBlock(sliceSize);
  own = {number, begin + size, begin + sliceSize};
  return begin;
}

} // namespace levitate::layers
