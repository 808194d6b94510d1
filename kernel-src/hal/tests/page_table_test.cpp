#include "levitate/hal/page_table.hpp"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <cstring>
#include <vector>

using namespace levitate::hal;

namespace {
class HostTables final : public TableSource {
  std::vector<void *> tables_;

public:
  std::size_t limit = 1000;
  std::optional<PhysicalAddress> take_table() noexcept override {
    if (tables_.size() == limit)
      return std::nullopt;
    tables_.push_back(std::aligned_alloc(page_size, page_size));
    std::memset(tables_.back(), 0, page_size);
    return reinterpret_cast<PhysicalAddress>(tables_.back());
  }
  std::size_t count() const { return tables_.size(); }
  ~HostTables() {
    for (void *table : tables_)
      std::free(table);
  }
};
constexpr std::uint64_t upper = 0xFFFF'8000'0000'0000;
constexpr std::uint64_t block = PageTable::block_size;
} // namespace

TEST_CASE("pages lead where they were mapped to, with their rights; others nowhere") {
  HostTables source;
  PageTable table(source);
  REQUIRE(table.valid());
  REQUIRE(table.map(upper + 0x1000, 0x4000'0000, 2 * page_size, Access::ReadExecute,
                    MemoryKind::Normal));
  const auto hit = table.translate(upper + 0x2345);
  REQUIRE(hit);
  CHECK(hit->physical == 0x4000'1345);
  CHECK(hit->access == Access::ReadExecute);
  CHECK(hit->kind == MemoryKind::Normal);
  CHECK_FALSE(table.translate(upper));
  CHECK_FALSE(table.translate(upper + 0x3000));
  CHECK_FALSE(table.translate(upper + (std::uint64_t{1} << 40)));
}
TEST_CASE("blocks are used where alignment allows: few tables for much memory") {
  HostTables source;
  PageTable table(source);
  REQUIRE(table.map(upper, 0, 512 * block, Access::ReadWrite, MemoryKind::Device));
  CHECK(source.count() == 3); // root, level 1, level 2
  const auto hit = table.translate(upper + 511 * block + 0x12345);
  REQUIRE(hit);
  CHECK(hit->physical == 511 * block + 0x12345);
  CHECK(hit->kind == MemoryKind::Device);
  CHECK(hit->access == Access::ReadWrite);
}
TEST_CASE("a page within a block gets other rights, and its neighbours keep theirs") {
  HostTables source;
  PageTable table(source);
  REQUIRE(table.map(upper, 0, 2 * block, Access::ReadWrite, MemoryKind::Normal));
  REQUIRE(table.map(upper + 5 * page_size, 5 * page_size, page_size, Access::ReadOnly,
                    MemoryKind::Normal));
  CHECK(table.translate(upper + 5 * page_size)->access == Access::ReadOnly);
  CHECK(table.translate(upper + 4 * page_size)->access == Access::ReadWrite);
  CHECK(table.translate(upper + 6 * page_size)->physical == 6 * page_size);
  CHECK(table.translate(upper + block)->access == Access::ReadWrite);
}
TEST_CASE("a guard page is taken out of a block") {
  HostTables source;
  PageTable table(source);
  REQUIRE(table.map(upper, 0, block, Access::ReadWrite, MemoryKind::Normal));
  REQUIRE(table.unmap(upper + 7 * page_size, page_size));
  CHECK_FALSE(table.translate(upper + 7 * page_size));
  CHECK(table.translate(upper + 8 * page_size)->physical == 8 * page_size);
}
TEST_CASE("addresses that do not fit a block are mapped by pages") {
  HostTables source;
  PageTable table(source);
  REQUIRE(table.map(upper, page_size, block, Access::ReadWrite, MemoryKind::Normal));
  CHECK(table.translate(upper + block - 1)->physical == page_size + block - 1);
}
TEST_CASE("nothing is writable and executable") {
  for (const Access access : {Access::ReadOnly, Access::ReadWrite, Access::ReadExecute}) {
    HostTables source;
    PageTable table(source);
    REQUIRE(table.map(upper, 0, page_size, access, MemoryKind::Normal));
    CHECK(table.translate(upper)->access == access);
  }
}
TEST_CASE("without memory for tables mapping fails") {
  HostTables source;
  source.limit = 2;
  PageTable table(source);
  CHECK_FALSE(table.map(upper, 0, page_size, Access::ReadWrite, MemoryKind::Normal));
}
