// The VirtIO adapter over the kernel's pages and address translation.
#include "levitate/hal/virtio.hpp"

#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/utils/interrupt_mask.hpp"

#include <algorithm>
#include <cstring>

#ifdef LEVITATE_VERBOSE
#include "levitate/hal/uart.hpp"
#include "levitate/utils/format.hpp"
#endif

namespace levitate::hal {

namespace {

// What devices hold. In this file alone, as no other part of hal gives memory to devices.
constinit DmaStatistics usage{};

void account(std::size_t given, std::size_t taken_back) noexcept {
  const utils::InterruptMask masked;
  usage.pages += given - taken_back;
  usage.peak = std::max(usage.peak, usage.pages);
}

} // namespace

DmaStatistics dma_statistics() noexcept {
  const utils::InterruptMask masked;
  return usage;
}

namespace virtio {

namespace {

// Whether `length` bytes at `buffer` lie one after the other in physical memory too.
bool physically_contiguous(const std::byte *buffer, std::size_t length, std::uint64_t physical) {
  for (std::size_t offset = hal::page_size; offset < length + hal::page_size;
       offset += hal::page_size) {
    const std::size_t last = offset < length ? offset : length - 1;
    const auto at = hal::virt_to_phys(buffer + last);
    if (!at || *at != physical + last)
      return false;
  }
  return true;
}

#ifdef LEVITATE_VERBOSE
// On the serial line alone: the log may not be there yet.
void report(std::string_view what, std::size_t pages, std::uint64_t physical) {
  char line[80];
  hal::uart_write(utils::format_to(line, "[DMA] {} {} pages at {:#x}\n", what, pages, physical));
}
#endif

} // namespace

virtio_drivers::DmaRegion VirtioHal::dma_alloc(std::size_t pages, virtio_drivers::BufferDirection) {
  const auto physical = hal::alloc_pages(pages);
  if (!physical)
    return {};
  auto *address = hal::phys_to_virt_as<std::byte>(*physical);
  std::memset(address, 0, pages * hal::page_size);
  account(pages, 0);
#ifdef LEVITATE_VERBOSE
  report("gave", pages, *physical);
#endif
  return {*physical, address};
}

bool VirtioHal::dma_dealloc(virtio_drivers::PhysicalAddress physical, std::byte *address,
                            std::size_t pages) {
  if (address != hal::phys_to_virt_as<std::byte>(physical) || !hal::free_pages(physical, pages))
    return false;
  account(0, pages);
  return true;
}

std::byte *VirtioHal::mmio_phys_to_virt(virtio_drivers::PhysicalAddress physical,
                                        std::size_t size) {
  return hal::map_device(physical, size);
}

virtio_drivers::PhysicalAddress VirtioHal::share(std::byte *buffer, std::size_t length,
                                                 virtio_drivers::BufferDirection) {
  // Devices of this machine see memory where the processor does, and coherently: sharing is
  // translation.
  const auto physical = hal::virt_to_phys(buffer);
  if (!physical || length == 0 || !physically_contiguous(buffer, length, *physical))
    return virtio_drivers::invalid_address;
  // What was written to the buffer is there before the device is told of it.
#if defined(__aarch64__)
  asm volatile("dmb oshst" ::: "memory");
#elif defined(__x86_64__)
  asm volatile("sfence" ::: "memory");
#else
#error "no memory barrier for this architecture"
#endif
  return *physical;
}

void VirtioHal::unshare(virtio_drivers::PhysicalAddress, std::byte *, std::size_t,
                        virtio_drivers::BufferDirection) {
  // Nothing was copied and nothing mapped by share.
}

std::byte *LevitateVirtioHal::dma_allocate(std::size_t pages) {
  return VirtioHal::dma_alloc(pages, virtio_drivers::BufferDirection::Both).virtual_address;
}

void LevitateVirtioHal::dma_release(std::byte *memory, std::size_t pages) {
  if (memory != nullptr)
    VirtioHal::dma_dealloc(translate(memory), memory, pages);
}

std::uint64_t LevitateVirtioHal::translate(const volatile void *address) {
  return hal::virt_to_phys(const_cast<const void *>(address)).value_or(0U);
}

std::byte *LevitateVirtioHal::map_mmio(std::uint64_t physical, std::size_t size) {
  return VirtioHal::mmio_phys_to_virt(physical, size);
}

} // namespace virtio

} // namespace levitate::hal
