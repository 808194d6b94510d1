// The VirtIO adapter: gives the driver library and the transport layer the kernel's memory.
//
// Two adapters for two callers: VirtioHal is what the drivers of virtio-drivers are generic over,
// LevitateVirtioHal what the transport layer's bus scan asks for. Both are stateless; all their
// functions are static and may be called from any thread.
#pragma once
#include "levitate/virtio/hal.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/mmio.hpp"

#include <cstddef>
#include <cstdint>

/// How many pages a buffer of that many bytes takes: the unit of dma_alloc and dma_allocate.
#define LEVITATE_DMA_PAGES(bytes)                                                                  \
  (((bytes) + ::virtio_drivers::page_size - 1) / ::virtio_drivers::page_size)

namespace levitate::hal::virtio {

/// The `Hal` of the driver library (see virtio_drivers/hal.hpp for what each function promises).
struct VirtioHal {
  static virtio_drivers::DmaRegion dma_alloc(std::size_t pages,
                                             virtio_drivers::BufferDirection direction);
  static bool dma_dealloc(virtio_drivers::PhysicalAddress physical, std::byte *address,
                          std::size_t pages);
  static std::byte *mmio_phys_to_virt(virtio_drivers::PhysicalAddress physical, std::size_t size);
  static virtio_drivers::PhysicalAddress share(std::byte *buffer, std::size_t length,
                                               virtio_drivers::BufferDirection direction);
  static void unshare(virtio_drivers::PhysicalAddress physical, std::byte *buffer,
                      std::size_t length, virtio_drivers::BufferDirection direction);
};
static_assert(virtio_drivers::Hal<VirtioHal>);

/// The hal of the transport layer (see levitate/virtio/hal.hpp; the concept there has the name of
/// the struct above).
struct LevitateVirtioHal {
  static std::byte *dma_allocate(std::size_t pages);
  static void dma_release(std::byte *memory, std::size_t pages);
  /// 0 if `address` is not mapped.
  static std::uint64_t translate(const volatile void *address);
  static std::byte *map_mmio(std::uint64_t physical, std::size_t size);
};
static_assert(levitate::virtio::VirtioHal<LevitateVirtioHal>);

/// The transport of a device whose registers stay mapped for good.
using StaticMmioTransport = virtio_drivers::MmioTransport;

} // namespace levitate::hal::virtio
