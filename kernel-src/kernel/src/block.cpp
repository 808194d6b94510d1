// The disk, by the block driver of virtio-drivers over the kernel's adapter.
#include "levitate/kernel/block.hpp"

#include "levitate/kernel/dma_buffer.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/optional.hpp"
#include "levitate/utils/spinlock.hpp"
#include "virtio_drivers/blk.hpp"

#include <algorithm>
#include <cstring>

namespace levitate::kernel::block {

namespace {
using utils::Error;
using utils::Optional;
using utils::Result;
using utils::Spinlock;
using virtio::StaticMmioTransport;
using virtio::VirtioHal;
using virtio_drivers::VirtIOBlk;

constinit Spinlock<Optional<VirtIOBlk<VirtioHal, StaticMmioTransport>>> disk;
constinit Spinlock<Statistics> counters;

// Runs `use(driver)`; counts and logs what fails.
template <class Use> Result<void> with_disk(Use use) noexcept {
  auto driver = disk.lock();
  if (!driver->has_value())
    return Error::NotFound;
  const virtio_drivers::Result<void> done = use(**driver);
  if (done)
    return {};
  ++counters.lock()->errors;
  log("BLOCK", "request failed: {}", virtio_drivers::error_name(done.error()));
  return done.error() == virtio_drivers::Error::InvalidArgument ? Error::OutOfRange : Error::Device;
}
} // namespace

Result<void> initialise() noexcept {
  const auto device = virtio::find_device(levitate::virtio::DeviceType::Block);
  if (!device)
    return Error::NotFound;
  auto transport = virtio::open(*device);
  if (!transport)
    return Error::Device;
  auto driver = VirtIOBlk<VirtioHal, StaticMmioTransport>::create(std::move(*transport),
                                                                  virtio::driver_options());
  if (!driver) {
    log("BLOCK", "no driver: {}", virtio_drivers::error_name(driver.error()));
    return Error::Device;
  }
  log("BLOCK", "{} sectors of {} bytes{}", driver->capacity(), sector_size,
      driver->read_only() ? ", read-only" : "");
  disk.lock()->emplace(std::move(*driver));
  return {};
}

bool present() noexcept { return disk.lock()->has_value(); }
std::uint64_t capacity() noexcept {
  auto driver = disk.lock();
  return driver->has_value() ? (*driver)->capacity() : 0;
}
bool read_only() noexcept {
  auto driver = disk.lock();
  return driver->has_value() && (*driver)->read_only();
}

#ifdef LEVITATE_VERBOSE
namespace {
// Where a buffer is for the device.
std::uint64_t device_address(std::span<const std::byte> buffer) noexcept {
  return hal::virtio::LevitateVirtioHal::translate(buffer.data());
}
} // namespace
#endif

Result<void> read(std::uint64_t sector, std::span<std::byte> buffer) noexcept {
  ++counters.lock()->reads;
  return with_disk([&](auto &driver) { return driver.read(sector, buffer); });
}

Result<void> write(std::uint64_t sector, std::span<const std::byte> buffer) noexcept {
  ++counters.lock()->writes;
#ifdef LEVITATE_VERBOSE
  log("BLOCK", "write {} bytes from {:#x}", buffer.size(), device_address(buffer));
#endif
  return with_disk([&](auto &driver) { return driver.write(sector, buffer); });
}

Statistics statistics() noexcept { return *counters.lock(); }

namespace {
constexpr std::size_t check_sectors = 8;

void fill_pattern(std::span<std::byte> buffer, std::uint64_t seed) noexcept {
  for (std::byte &byte : buffer) {
    seed = seed * 6364136223846793005ULL +
           1442695040888963407ULL; // Knuth's linear congruential generator
    byte = static_cast<std::byte>(seed >> 56);
  }
}

Result<void> check_with(std::span<std::byte> kept, std::span<std::byte> written,
                        std::span<std::byte> found, std::uint64_t seed) noexcept {
  const std::uint64_t at = capacity() - check_sectors;
  if (auto done = read(at, kept); !done)
    return done;
  fill_pattern(written, seed);
  std::memset(found.data(), 0, found.size());
  Result<void> outcome = write(at, written);
  if (outcome)
    outcome = read(at, found);
  if (outcome && std::memcmp(written.data(), found.data(), found.size()) != 0)
    outcome = Error::Malformed;
  const Result<void> restored = write(at, kept);
  return outcome ? restored : outcome;
}
} // namespace

Result<void> check(std::uint64_t seed) noexcept {
  if (capacity() < check_sectors)
    return Error::NoSpace;
  constexpr std::size_t bytes = check_sectors * sector_size;
  const KernelDmaBuffer buffer(LEVITATE_DMA_PAGES(3 * bytes));
  if (buffer.empty())
    return Error::OutOfMemory;
  const std::span<std::byte> memory = buffer.bytes();
  return check_with(memory.first(bytes), memory.subspan(bytes, bytes), memory.subspan(2 * bytes),
                    seed);
}

} // namespace levitate::kernel::block
