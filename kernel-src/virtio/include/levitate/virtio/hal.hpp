// What the transport layer asks of the machine, in plain types.
//
// Not to be confused with the concept of the same purpose in the driver library: an adapter that
// satisfies this one need not know that library.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace levitate::virtio {

// `dma_allocate(pages)`: physically contiguous, zeroed pages of 4 KiB that a device can reach, or
//   null. They belong to the caller until `dma_release` with the same two values.
// `translate(address)`: the physical address of a mapped byte of normal memory.
// `map_mmio(physical, size)`: where device registers are mapped, or null. The mapping stays for
// good.
template <typename H>
concept VirtioHal = requires(std::size_t size, std::byte *memory, const volatile void *address,
                             std::uint64_t physical) {
  { H::dma_allocate(size) } -> std::same_as<std::byte *>;
  { H::dma_release(memory, size) } -> std::same_as<void>;
  { H::translate(address) } -> std::same_as<std::uint64_t>;
  { H::map_mmio(physical, size) } -> std::same_as<std::byte *>;
};

} // namespace levitate::virtio
