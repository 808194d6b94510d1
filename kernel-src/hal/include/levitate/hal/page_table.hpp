// Four-level translation tables with 4 KiB pages and 2 MiB blocks (Arm ARM D8.3). Only the tables:
// no register is touched.
#pragma once
#include "levitate/hal/address.hpp"

#include <cstdint>
#include <optional>

namespace levitate::hal {

/// What may be done with a mapped page. Nothing is ever writable and executable.
enum class Access : std::uint8_t { ReadOnly, ReadWrite, ReadExecute };
enum class MemoryKind : std::uint8_t { Normal, Device };

/// Gives zeroed pages for tables. The tables are never given back.
class TableSource {
public:
  virtual std::optional<PhysicalAddress> take_table() noexcept = 0;

protected:
  ~TableSource() = default;
};

class PageTable {
public:
  static constexpr std::uint64_t block_size = 2 * 1024 * 1024;

  struct Mapping {
    PhysicalAddress physical;
    Access access;
    MemoryKind kind;
  };

  constexpr PageTable() noexcept = default;
  /// An empty table; `valid()` is false if there was no memory.
  explicit PageTable(TableSource &source) noexcept;

  bool valid() const noexcept { return root_ != 0; }
  PhysicalAddress root() const noexcept { return root_; }

  /// Maps `size` bytes at `virtual_address` to `physical`, by blocks where alignment allows, over
  /// what was mapped there. All three are multiples of the page size. False if there was no memory
  /// for a table; then a part may be mapped.
  bool map(std::uint64_t virtual_address, PhysicalAddress physical, std::uint64_t size,
           Access access, MemoryKind kind) noexcept;
  /// Takes the pages of a range away. A block that is hit in part is split.
  bool unmap(std::uint64_t virtual_address, std::uint64_t size) noexcept;
  /// Where an address leads, and what may be done there.
  std::optional<Mapping> translate(std::uint64_t virtual_address) const noexcept;

private:
  std::uint64_t *entry(std::uint64_t virtual_address, unsigned level) noexcept;
  bool set(std::uint64_t virtual_address, std::uint64_t size, std::uint64_t descriptor,
           bool present) noexcept;

  TableSource *source_ = nullptr;
  PhysicalAddress root_ = 0;
};

} // namespace levitate::hal
