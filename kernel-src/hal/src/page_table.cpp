// Translation tables. Portable: tables are reached by phys_to_virt, so that host tests build and
// walk real ones.
#include "levitate/hal/page_table.hpp"

#include "levitate/utils/align.hpp"

namespace levitate::hal {

namespace {
constexpr std::uint64_t valid_bit = 1;
constexpr std::uint64_t table_or_page_bit = 2; // at level 3 a page, above a table; clear: a block
constexpr std::uint64_t device_attribute = 1 << 2;
constexpr std::uint64_t read_only_bit = 1 << 7;
constexpr std::uint64_t inner_shareable = 3 << 8;
constexpr std::uint64_t access_flag = 1 << 10;
constexpr std::uint64_t privileged_execute_never = std::uint64_t{1} << 53;
constexpr std::uint64_t execute_never = std::uint64_t{1} << 54;
constexpr std::uint64_t address_mask = 0x0000'FFFF'FFFF'F000;

constexpr unsigned last_level = 3;
constexpr unsigned block_level = 2;
constexpr std::size_t entries = 512;

constexpr std::size_t index_at(std::uint64_t virtual_address, unsigned level) noexcept {
  return (virtual_address >> (39 - 9 * level)) & (entries - 1);
}

constexpr std::uint64_t attributes(Access access, MemoryKind kind) noexcept {
  std::uint64_t bits = valid_bit | access_flag | inner_shareable | execute_never;
  if (kind == MemoryKind::Device)
    bits |= device_attribute;
  if (access != Access::ReadWrite)
    bits |= read_only_bit;
  if (access != Access::ReadExecute)
    bits |= privileged_execute_never;
  return bits;
}

std::uint64_t *table_at(std::uint64_t descriptor) noexcept {
  return phys_to_virt_as<std::uint64_t>(descriptor & address_mask);
}
} // namespace

PageTable::PageTable(TableSource &source) noexcept
    : source_(&source), root_(source.take_table().value_or(0)) {}

// The entry for an address at `level`, with the tables above made and blocks above split as need
// be.
std::uint64_t *PageTable::entry(std::uint64_t virtual_address, unsigned level) noexcept {
  std::uint64_t *table = table_at(root_);
  for (unsigned at = 0; at < level; ++at) {
    std::uint64_t &descriptor = table[index_at(virtual_address, at)];
    if ((descriptor & (valid_bit | table_or_page_bit)) != (valid_bit | table_or_page_bit)) {
      const std::optional<PhysicalAddress> below = source_->take_table();
      if (!below)
        return nullptr;
      if ((descriptor & valid_bit) != 0) {
        // A block: the same by pages. Blocks are made at level 2 only.
        std::uint64_t *pages = table_at(*below);
        for (std::size_t i = 0; i < entries; ++i)
          pages[i] = (descriptor + i * page_size) | table_or_page_bit;
      }
      descriptor = *below | valid_bit | table_or_page_bit;
    }
    table = table_at(descriptor);
  }
  return &table[index_at(virtual_address, level)];
}

// Fills a range with entries that begin at `descriptor` (address and attributes), or, if not
// `present`, with nothing.
bool PageTable::set(std::uint64_t virtual_address, std::uint64_t size, std::uint64_t descriptor,
                    bool present) noexcept {
  while (size != 0) {
    const bool block = utils::is_aligned(virtual_address, block_size) && size >= block_size &&
                       (!present || utils::is_aligned(descriptor & address_mask, block_size));
    std::uint64_t *slot = entry(virtual_address, block ? block_level : last_level);
    if (slot == nullptr)
      return false;
    *slot = !present ? 0 : block ? descriptor : descriptor | table_or_page_bit;
    const std::uint64_t step = block ? block_size : page_size;
    virtual_address += step;
    descriptor += step;
    size -= step;
  }
  return true;
}

bool PageTable::map(std::uint64_t virtual_address, PhysicalAddress physical, std::uint64_t size,
                    Access access, MemoryKind kind) noexcept {
  return set(virtual_address, size, physical | attributes(access, kind), true);
}

bool PageTable::unmap(std::uint64_t virtual_address, std::uint64_t size) noexcept {
  return set(virtual_address, size, 0, false);
}

std::optional<PageTable::Mapping>
PageTable::translate(std::uint64_t virtual_address) const noexcept {
  const std::uint64_t *table = table_at(root_);
  for (unsigned level = 0; level <= last_level; ++level) {
    const std::uint64_t descriptor = table[index_at(virtual_address, level)];
    if ((descriptor & valid_bit) == 0)
      return std::nullopt;
    if ((descriptor & table_or_page_bit) != 0 && level != last_level) {
      table = table_at(descriptor);
      continue;
    }
    const std::uint64_t size = level == last_level ? page_size : block_size;
    const Access access = (descriptor & read_only_bit) == 0              ? Access::ReadWrite
                          : (descriptor & privileged_execute_never) == 0 ? Access::ReadExecute
                                                                         : Access::ReadOnly;
    return Mapping{(descriptor & address_mask & ~(size - 1)) + (virtual_address & (size - 1)),
                   access,
                   (descriptor & device_attribute) != 0 ? MemoryKind::Device : MemoryKind::Normal};
  }
  return std::nullopt;
}

} // namespace levitate::hal
