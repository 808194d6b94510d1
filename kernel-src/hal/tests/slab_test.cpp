#include "levitate/hal/slab.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <cstring>
#include <set>
#include <vector>

using namespace levitate::hal;

namespace {
class HostPages final : public PageSource {
public:
  long pages = 0;
  bool exhausted = false;
  void *take(unsigned order) noexcept override {
    if (exhausted)
      return nullptr;
    pages += 1L << order;
    const std::size_t size = page_size << order;
    void *memory = std::aligned_alloc(size, size);
    given_.insert(memory);
    return memory;
  }
  void give(void *memory, unsigned order) noexcept override {
    pages -= 1L << order;
    CHECK(given_.erase(memory) == 1);
    std::free(memory);
  }
  ~HostPages() { // the pages that the allocator keeps
    for (void *memory : given_)
      std::free(memory);
  }

private:
  std::set<void *> given_;
};
} // namespace

TEST_CASE("objects of every size are aligned, distinct and writable to the end") {
  HostPages pages;
  SlabAllocator slab(pages);
  std::vector<std::pair<unsigned char *, std::size_t>> objects;
  for (std::size_t size : std::initializer_list<std::size_t>{1, 16, 17, 32, 100, 512, 1000, 1024,
                                                             1025, 4000, 5000, 100000})
    for (int copy = 0; copy < 40; ++copy) {
      auto *object = static_cast<unsigned char *>(slab.allocate(size));
      REQUIRE(object != nullptr);
      CHECK(reinterpret_cast<std::uintptr_t>(object) % 16 == 0);
      std::memset(object, static_cast<int>(objects.size() & 0xFF), size);
      objects.emplace_back(object, size);
    }
  CHECK(slab.objects() == objects.size());
  for (std::size_t i = 0; i < objects.size(); ++i) {
    CHECK(objects[i].first[0] == (i & 0xFF));
    CHECK(objects[i].first[objects[i].second - 1] == (i & 0xFF));
    slab.release(objects[i].first);
  }
  CHECK(slab.objects() == 0);
  // One page of each size that was used stays; the large ones are all back.
  CHECK(slab.pages() == static_cast<std::size_t>(pages.pages));
  CHECK(slab.pages() <= SlabAllocator::classes);
}
TEST_CASE("a slab that is full is used again once there is room in it") {
  HostPages pages;
  SlabAllocator slab(pages);
  std::vector<void *> objects;
  for (int i = 0; i < 100; ++i)
    objects.push_back(slab.allocate(1024));
  const long before = pages.pages;
  slab.release(objects[50]);
  CHECK(slab.allocate(1024) == objects[50]);
  CHECK(pages.pages == before);
  for (void *object : objects)
    slab.release(object);
}
TEST_CASE("without memory, and for absurd sizes, null is returned") {
  HostPages pages;
  SlabAllocator slab(pages);
  CHECK(slab.allocate(~std::size_t{0}) == nullptr);
  pages.exhausted = true;
  CHECK(slab.allocate(10) == nullptr);
  CHECK(slab.allocate(10000) == nullptr);
  CHECK(slab.objects() == 0);
}
