// The disk.
#pragma once
#include "levitate/utils/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace levitate::kernel::block {

inline constexpr std::size_t sector_size = 512;

/// Takes the first block device into use. NotFound if there is none.
utils::Result<void> initialise() noexcept;
bool present() noexcept;

/// In sectors; 0 without a disk.
std::uint64_t capacity() noexcept;
bool read_only() noexcept;

/// Reads or writes whole sectors. The buffer must be physically contiguous (linear map, or one
/// stack).
utils::Result<void> read(std::uint64_t sector, std::span<std::byte> buffer) noexcept;
utils::Result<void> write(std::uint64_t sector, std::span<const std::byte> buffer) noexcept;

/// Writes a pattern that depends on `seed` to the last sectors, reads it back, compares, and puts
/// the old contents back.
utils::Result<void> check(std::uint64_t seed) noexcept;

struct Statistics {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;
  std::uint64_t errors = 0;
};
Statistics statistics() noexcept;

} // namespace levitate::kernel::block
