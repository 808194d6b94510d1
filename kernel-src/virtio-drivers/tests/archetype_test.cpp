// The drivers ask no more of a Hal and a transport than the concepts say: they compile with types
// that have nothing else.
#include "support.hpp"

#include "virtio_drivers/blk.hpp"
#include "virtio_drivers/console.hpp"
#include "virtio_drivers/gpu.hpp"
#include "virtio_drivers/input.hpp"
#include "virtio_drivers/net.hpp"
#include "virtio_drivers/rng.hpp"

using namespace virtio_drivers;

namespace {

struct LeastHal {
  static DmaRegion dma_alloc(std::size_t, BufferDirection) { return {}; }
  static bool dma_dealloc(PhysicalAddress, std::byte *, std::size_t) { return false; }
  static std::byte *mmio_phys_to_virt(PhysicalAddress, std::size_t) { return nullptr; }
  static PhysicalAddress share(std::byte *, std::size_t, BufferDirection) {
    return invalid_address;
  }
  static void unshare(PhysicalAddress, std::byte *, std::size_t, BufferDirection) {}
};

// A device that is there, accepts everything and has nothing.
class LeastTransport {
public:
  explicit LeastTransport(DeviceType type) : type_(type) {}
  LeastTransport(LeastTransport &&) noexcept = default;
  LeastTransport &operator=(LeastTransport &&) noexcept = default;

  DeviceType device_type() const { return type_; }
  bool legacy() const { return true; }
  std::uint32_t status() const { return status_; }
  void set_status(std::uint32_t status) { status_ = status; }
  std::uint64_t device_features() const { return ~std::uint64_t{0}; }
  void set_driver_features(std::uint64_t) {}
  std::uint32_t queue_size_max(std::uint16_t) const { return 16; }
  Result<void> queue_enable(std::uint16_t, std::uint16_t, const QueueAddresses &) { return {}; }
  void notify(std::uint16_t) {}
  InterruptCause acknowledge_interrupt() { return {}; }
  std::uint32_t config_generation() const { return 0; }
  Result<std::uint8_t> read_config8(std::size_t) const { return std::uint8_t{2}; }
  Result<std::uint16_t> read_config16(std::size_t) const { return std::uint16_t{512}; }
  Result<std::uint32_t> read_config32(std::size_t offset) const {
    return std::uint32_t{offset == 4 ? 0u : type_ == DeviceType::Gpu ? 1u : 512u};
  }
  Result<void> write_config8(std::size_t, std::uint8_t) { return {}; }
  Result<void> write_config32(std::size_t, std::uint32_t) { return {}; }

private:
  DeviceType type_;
  std::uint32_t status_ = 0;
};
static_assert(Hal<LeastHal> && Transport<LeastTransport>);

template <typename Driver> Error outcome(DeviceType type) {
  return test::failure(Driver::create(LeastTransport(type)));
}

} // namespace

template class virtio_drivers::VirtIOBlk<LeastHal, LeastTransport>;
template class virtio_drivers::VirtIOGpu<LeastHal, LeastTransport>;
template class virtio_drivers::VirtIONet<LeastHal, LeastTransport>;
template class virtio_drivers::VirtIOInput<LeastHal, LeastTransport>;
template class virtio_drivers::VirtIORng<LeastHal, LeastTransport>;
template class virtio_drivers::VirtIOConsole<LeastHal, LeastTransport>;

TEST_CASE("every driver works over any Hal and transport, as far as their memory goes") {
  CHECK(outcome<VirtIOBlk<LeastHal, LeastTransport>>(DeviceType::Block) == Error::OutOfMemory);
  CHECK(outcome<VirtIOGpu<LeastHal, LeastTransport>>(DeviceType::Gpu) == Error::OutOfMemory);
  CHECK(outcome<VirtIONet<LeastHal, LeastTransport>>(DeviceType::Network) == Error::OutOfMemory);
  CHECK(outcome<VirtIOInput<LeastHal, LeastTransport>>(DeviceType::Input) == Error::OutOfMemory);
  CHECK(outcome<VirtIORng<LeastHal, LeastTransport>>(DeviceType::EntropySource) ==
        Error::OutOfMemory);
  CHECK(outcome<VirtIOConsole<LeastHal, LeastTransport>>(DeviceType::Console) ==
        Error::OutOfMemory);
  CHECK(outcome<VirtIORng<LeastHal, LeastTransport>>(DeviceType::Block) == Error::WrongDevice);
}
