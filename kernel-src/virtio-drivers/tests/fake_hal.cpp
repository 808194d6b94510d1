#include "fake_hal.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace virtio_drivers::test {
namespace {

std::string describe(PhysicalAddress address, std::size_t length) {
  char text[64];
  std::snprintf(text, sizeof(text), "0x%llx+%zu", static_cast<unsigned long long>(address), length);
  return text;
}

} // namespace

FakeMachine &FakeMachine::instance() {
  static FakeMachine machine;
  return machine;
}

void FakeMachine::restart() { *this = FakeMachine(); }

std::size_t FakeMachine::count(bool shared) const {
  return static_cast<std::size_t>(std::count_if(
      regions_.begin(), regions_.end(), [&](const Region &r) { return r.shared == shared; }));
}

FakeMachine::Region &FakeMachine::add(std::size_t length, BufferDirection direction, bool shared,
                                      std::byte *owner) {
  auto storage = std::make_unique<std::byte[]>(length + page_size);
  void *start = storage.get();
  std::size_t space = length + page_size;
  auto *bytes = static_cast<std::byte *>(std::align(page_size, length, start, space));
  regions_.push_back({next_address, length, direction, shared, owner, std::move(storage), bytes});
  next_address += (length + 2 * page_size - 1) / page_size * page_size; // a gap after each
  return regions_.back();
}

std::span<std::byte> FakeMachine::device_access(PhysicalAddress address, std::size_t length,
                                                bool device_writes) {
  for (Region &region : regions_) {
    if (address < region.physical || address - region.physical > region.length ||
        region.length - (address - region.physical) < length)
      continue;
    const BufferDirection wrong =
        device_writes ? BufferDirection::DriverToDevice : BufferDirection::DeviceToDriver;
    if (region.direction == wrong) {
      complain("device access against the direction of " + describe(address, length));
      return {};
    }
    return {region.bytes + (address - region.physical), length};
  }
  complain("device access outside of shared memory: " + describe(address, length));
  return {};
}

void FakeMachine::scribble(std::size_t bytes, const std::function<std::byte()> &value) {
  for (Region &region : regions_) {
    if (region.direction == BufferDirection::DriverToDevice)
      continue;
    const std::size_t count = std::min(bytes, region.length);
    const std::size_t start = bytes % (region.length - count + 1);
    for (std::size_t i = 0; i < count; ++i)
      region.bytes[start + i] = value();
  }
}

DmaRegion FakeHal::dma_alloc(std::size_t pages, BufferDirection direction) {
  FakeMachine &machine = FakeMachine::instance();
  if (machine.allocations_before_failure == 0)
    return {};
  if (machine.allocations_before_failure > 0)
    --machine.allocations_before_failure;
  FakeMachine::Region &region = machine.add(pages * page_size, direction, false, nullptr);
  return {region.physical, region.bytes};
}

bool FakeHal::dma_dealloc(PhysicalAddress physical, std::byte *address, std::size_t pages) {
  FakeMachine &machine = FakeMachine::instance();
  const auto removed = std::erase_if(machine.regions_, [&](const FakeMachine::Region &region) {
    return !region.shared && region.physical == physical && region.bytes == address &&
           region.length == pages * page_size;
  });
  if (removed != 1)
    machine.complain("deallocation of what was not allocated: " + describe(physical, pages));
  return removed == 1;
}

std::byte *FakeHal::mmio_phys_to_virt(PhysicalAddress, std::size_t) { return nullptr; }

PhysicalAddress FakeHal::share(std::byte *buffer, std::size_t length, BufferDirection direction) {
  FakeMachine &machine = FakeMachine::instance();
  if (machine.shares_before_refusal == 0)
    return invalid_address;
  if (machine.shares_before_refusal > 0)
    --machine.shares_before_refusal;
  FakeMachine::Region &region = machine.add(length, direction, true, buffer);
  if (direction == BufferDirection::DeviceToDriver)
    std::memset(region.bytes, 0xa5, length); // what the device does not write is garbage
  else
    std::memcpy(region.bytes, buffer, length);
  return region.physical;
}

void FakeHal::unshare(PhysicalAddress physical, std::byte *buffer, std::size_t length,
                      BufferDirection direction) {
  FakeMachine &machine = FakeMachine::instance();
  for (std::size_t i = 0; i < machine.regions_.size(); ++i) {
    const FakeMachine::Region &region = machine.regions_[i];
    if (!region.shared || region.physical != physical || region.owner != buffer ||
        region.length != length || region.direction != direction)
      continue;
    if (direction != BufferDirection::DriverToDevice)
      std::memcpy(buffer, region.bytes, length);
    machine.regions_.erase(machine.regions_.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
  machine.complain("unshare of what was not shared: " + describe(physical, length));
}

} // namespace virtio_drivers::test
