// Access to device registers.
#pragma once
#include "levitate/hal/address.hpp"

#include <cstdint>

namespace levitate::hal {

/// Reads or writes one register, exactly once and of exactly this width.
template <class T> T read_register(std::uintptr_t address) noexcept {
  return *reinterpret_cast<volatile T *>(address);
}
template <class T> void write_register(std::uintptr_t address, T value) noexcept {
  *reinterpret_cast<volatile T *>(address) = value;
}

/// The registers of one device, 32 bits wide, by their offset in bytes.
class RegisterBlock {
  std::uintptr_t base_ = 0;

public:
  constexpr RegisterBlock() noexcept = default;
  explicit RegisterBlock(PhysicalAddress physical) noexcept
      : base_(reinterpret_cast<std::uintptr_t>(phys_to_virt(physical))) {}
  std::uint32_t read(std::size_t offset) const noexcept {
    return read_register<std::uint32_t>(base_ + offset);
  }
  void write(std::size_t offset, std::uint32_t value) const noexcept {
    write_register(base_ + offset, value);
  }
  void write64(std::size_t offset, std::uint64_t value) const noexcept {
    write_register(base_ + offset, value);
  }
};

} // namespace levitate::hal
