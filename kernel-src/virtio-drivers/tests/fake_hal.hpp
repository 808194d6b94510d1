// A machine for the tests: DMA memory and shared buffers under made-up physical addresses.
//
// It is stricter than a real one. A shared buffer is copied to another place and back, so that a
// driver which looks at a buffer that belongs to the device, or forgets to unshare it, sees the
// wrong bytes. Whatever the driver or the device does wrong is written down in `violations`.
#pragma once

#include "virtio_drivers/hal.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace virtio_drivers::test {

class FakeMachine {
public:
  // The machine of the running test. Each test starts it anew.
  static FakeMachine &instance();
  void restart();

  // The device's view of `length` bytes at `address`; empty, and a violation, if it must not go
  // there.
  std::span<std::byte> device_access(PhysicalAddress address, std::size_t length,
                                     bool device_writes);

  // Overwrites some bytes of the memory that the device may write, `bytes` of them at most.
  void scribble(std::size_t bytes, const std::function<std::byte()> &value);

  // Allocated regions and shared buffers that were not given back.
  std::size_t allocated() const { return count(false); }
  std::size_t shared() const { return count(true); }

  std::vector<std::string> violations;
  int allocations_before_failure = -1; // -1: never fail
  int shares_before_refusal = -1;      // -1: never refuse
  PhysicalAddress next_address = 0x4000'0000;

private:
  friend struct FakeHal;
  struct Region {
    PhysicalAddress physical;
    std::size_t length;
    BufferDirection direction;
    bool shared;
    std::byte *owner; // a shared buffer's place in the driver's memory
    // The memory itself, aligned to a page.
    std::unique_ptr<std::byte[]> storage;
    std::byte *bytes;
  };

  Region &add(std::size_t length, BufferDirection direction, bool shared, std::byte *owner);
  std::size_t count(bool shared) const;
  void complain(std::string what) { violations.push_back(std::move(what)); }

  std::vector<Region> regions_;
};

struct FakeHal {
  static DmaRegion dma_alloc(std::size_t pages, BufferDirection direction);
  static bool dma_dealloc(PhysicalAddress physical, std::byte *address, std::size_t pages);
  static std::byte *mmio_phys_to_virt(PhysicalAddress physical, std::size_t size);
  static PhysicalAddress share(std::byte *buffer, std::size_t length, BufferDirection direction);
  static void unshare(PhysicalAddress physical, std::byte *buffer, std::size_t length,
                      BufferDirection direction);
};
static_assert(Hal<FakeHal>);

} // namespace virtio_drivers::test
