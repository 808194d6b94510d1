// The slab allocator: small objects out of single pages.
#pragma once
#include "levitate/hal/address.hpp"
#include "levitate/utils/list.hpp"

#include <array>
#include <optional>

namespace levitate::hal {

/// Where a slab allocator gets its pages.
class PageSource {
public:
  /// 2^order contiguous pages, aligned to their size; null if there are none.
  virtual void *take(unsigned order) noexcept = 0;
  virtual void give(void *pages, unsigned order) noexcept = 0;

protected:
  ~PageSource() = default;
};

/// Objects of the sizes 16, 32, ... 1024 bytes come from pages that hold one size only and begin
/// with their own description; larger ones are whole pages. A page that has become empty is given
/// back, but for one of each size. Not synchronised.
class SlabAllocator {
public:
  static constexpr std::size_t smallest = 16;
  static constexpr std::size_t largest = 1024;
  static constexpr std::size_t classes = 7;

  constexpr explicit SlabAllocator(PageSource &pages) noexcept : pages_(&pages) {}

  /// At least `size` bytes, aligned to 16, with undefined contents; null if there is no memory or
  /// `size` is above 16 MiB.
  void *allocate(std::size_t size) noexcept;
  /// `object` is one that allocate returned, and not null. Any other address, or releasing twice,
  /// is a bug that traps where it is noticed.
  void release(void *object) noexcept;

  std::size_t objects() const noexcept { return objects_; }
  std::size_t pages() const noexcept { return page_count_; }

private:
  struct Slab;
  struct Large;
  struct Free;
  Slab *new_slab(std::size_t size_class) noexcept;

  PageSource *pages_;
  std::array<utils::List<Slab>, classes> partial_{}; // slabs with room
  std::size_t objects_ = 0;
  std::size_t page_count_ = 0;
};

} // namespace levitate::hal
