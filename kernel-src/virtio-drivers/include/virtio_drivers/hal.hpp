// What the drivers need from the machine they run on: memory that a device can reach, and
// addresses.
//
// A program gives one struct of static functions that satisfies `Hal`. The drivers are generic over
// it and know nothing else of the platform.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace virtio_drivers {

// An address as the device sees it.
using PhysicalAddress = std::uint64_t;

// What `Hal::share` returns when the buffer has no address that the device could use.
inline constexpr PhysicalAddress invalid_address = ~PhysicalAddress{0};

// The unit of `dma_alloc`, in bytes. Regions start at a multiple of it.
inline constexpr std::size_t page_size = 4096;

// Who writes and who reads a buffer.
enum class BufferDirection : std::uint8_t {
  DriverToDevice, // the device only reads
  DeviceToDriver, // the device only writes
  Both,
};

// Memory shared with a device for as long as it is allocated. `virtual_address` is null if the
// allocation failed; then `physical` means nothing.
struct DmaRegion {
  PhysicalAddress physical = 0;
  std::byte *virtual_address = nullptr;
};

// `dma_alloc(pages, direction)`: physically contiguous, page-aligned, zeroed memory, coherent
// between
//   CPU and device. The caller owns it until `dma_dealloc` with the same three values, which
//   returns false if the region is not one that was allocated.
// `mmio_phys_to_virt(physical, size)`: where the device registers at `physical` are mapped; null if
//   they cannot be. The mapping stays for good.
// `share(buffer, length, direction)`: makes a buffer of the caller reachable for the device and
// gives
//   its address; `invalid_address` if it is not physically contiguous or not reachable.
//   Until `unshare` with the same values the buffer belongs to the device.
template <typename H>
concept Hal = requires(std::size_t size, PhysicalAddress physical, std::byte *address,
                       BufferDirection direction) {
  { H::dma_alloc(size, direction) } -> std::same_as<DmaRegion>;
  { H::dma_dealloc(physical, address, size) } -> std::same_as<bool>;
  { H::mmio_phys_to_virt(physical, size) } -> std::same_as<std::byte *>;
  { H::share(address, size, direction) } -> std::same_as<PhysicalAddress>;
  { H::unshare(physical, address, size, direction) } -> std::same_as<void>;
};

} // namespace virtio_drivers
