// Physical addresses, and the linear map of all memory into the upper half.
#pragma once
#include <cstddef>
#include <cstdint>

namespace levitate::hal {

/// An address on the bus: of memory or of a device's register.
using PhysicalAddress = std::uint64_t;

inline constexpr std::size_t page_size = 4096;

#if __STDC_HOSTED__
/// In host tests "physical" addresses are those of the process.
inline constexpr std::uint64_t kernel_base = 0;
#else
/// Where physical address 0 appears: all memory and all devices are mapped at this distance.
inline constexpr std::uint64_t kernel_base = 0xFFFF'8000'0000'0000;
#endif

/// The pointer by which the kernel reaches `physical` (memory or a device that is mapped).
inline void *phys_to_virt(PhysicalAddress physical) noexcept {
  return reinterpret_cast<void *>(physical + kernel_base);
}
template <class T> T *phys_to_virt_as(PhysicalAddress physical) noexcept {
  return static_cast<T *>(phys_to_virt(physical));
}

} // namespace levitate::hal
