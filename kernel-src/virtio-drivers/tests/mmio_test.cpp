// The virtio-mmio transport: VirtIO 1.2, section 4.2.
#include "support.hpp"

#include "virtio_drivers/mmio.hpp"

#include <array>

using namespace virtio_drivers;
using namespace virtio_drivers::test;

namespace {

// A register file without a device behind it.
struct PlainRegisters {
  std::array<std::uint32_t, 128> *words;
  std::uint8_t read8(std::size_t offset) const {
    return static_cast<std::uint8_t>((*words)[offset / 4] >> (offset % 4 * 8));
  }
  std::uint16_t read16(std::size_t offset) const {
    return static_cast<std::uint16_t>((*words)[offset / 4] >> (offset % 4 * 8));
  }
  std::uint32_t read32(std::size_t offset) const { return (*words)[offset / 4]; }
  void write8(std::size_t, std::uint8_t) {}
  void write32(std::size_t offset, std::uint32_t value) { (*words)[offset / 4] = value; }
};

FakeTransport must(FakeDevice &device) {
  Result<FakeTransport> transport = transport_of(device);
  REQUIRE(transport.has_value());
  return std::move(*transport);
}

FakeDevice::Description block(bool legacy) {
  FakeDevice::Description description;
  description.legacy = legacy;
  description.config = bytes_of(std::uint64_t{0x1122334455667788}, std::uint32_t{7});
  return description;
}

void bring_to_queue_setup(FakeTransport &transport) {
  transport.set_status(0);
  transport.set_status(spec::status::acknowledge);
  transport.set_status(spec::status::acknowledge | spec::status::driver);
  transport.set_driver_features(transport.legacy() ? 0 : spec::feature::version_1);
  if (!transport.legacy())
    transport.set_status(spec::status::acknowledge | spec::status::driver |
                         spec::status::features_ok);
}

QueueAddresses addresses_at(PhysicalAddress start, std::size_t size) {
  const spec::QueueLayout layout = spec::queue_layout(size);
  return {start + layout.descriptors, start + layout.available, start + layout.used};
}

} // namespace

TEST_CASE("a transport is made only for a device that is there") {
  std::array<std::uint32_t, 128> words{};
  words[0] = spec::mmio::magic;
  words[1] = 2;
  words[2] = 2;
  using Plain = BasicMmioTransport<PlainRegisters>;
  CHECK(Plain::create({&words}, 0x200).has_value());

  SECTION("no mapping") {
    CHECK(failure(MmioTransport::create(nullptr, 0x200)) == Error::InvalidArgument);
  }
  SECTION("a mapping too small for the registers") {
    CHECK(failure(Plain::create({&words}, 0xff)) == Error::InvalidArgument);
    CHECK(Plain::create({&words}, 0x100).has_value());
  }
  SECTION("another kind of device") {
    words[0] = 0x74726977;
    CHECK(failure(Plain::create({&words}, 0x200)) == Error::BadMagic);
  }
  SECTION("a version of the future, or none") {
    words[1] = GENERATE(0u, 3u, 0xffff'ffffu);
    CHECK(failure(Plain::create({&words}, 0x200)) == Error::UnsupportedVersion);
  }
  SECTION("an empty slot") {
    words[2] = 0;
    CHECK(failure(Plain::create({&words}, 0x200)) == Error::NoDevice);
  }
}

TEST_CASE("mapped registers are read and written where they are, in their width") {
  alignas(8) std::array<std::byte, 0x200> memory{};
  memory[0x104] = std::byte{0x34};
  memory[0x105] = std::byte{0x12};
  MappedRegisters registers(memory.data());
  CHECK(registers.read8(0x105) == 0x12);
  CHECK(registers.read16(0x104) == 0x1234);
  CHECK(registers.read32(0x104) == 0x1234);
  registers.write8(0x106, 0xab);
  registers.write32(0x70, 0x01020304);
  CHECK(registers.read32(0x104) == 0xab1234);
  CHECK(memory[0x70] == std::byte{4});
  CHECK(memory[0x73] == std::byte{1});
}

TEST_CASE_METHOD(OnMachine, "a modern device has 64 feature bits, a legacy one 32") {
  const bool legacy = GENERATE(false, true);
  FakeDevice::Description description = block(legacy);
  description.features = std::uint64_t{1} << 40 | 0x2000'0001;
  CheckedDevice device(description);
  FakeTransport transport = must(device);
  CHECK(transport.legacy() == legacy);
  transport.set_status(spec::status::acknowledge);
  transport.set_status(spec::status::acknowledge | spec::status::driver);
  CHECK(transport.device_features() ==
        (legacy ? 0x2000'0001 : (0x2000'0001 | std::uint64_t{1} << 40 | spec::feature::version_1)));
  transport.set_driver_features(legacy ? 0x1 : std::uint64_t{1} << 40 | 1);
  CHECK(device.negotiated() == (legacy ? 0x1 : (std::uint64_t{1} << 40 | 1)));
}

TEST_CASE_METHOD(OnMachine, "a queue is enabled where the driver put it") {
  const bool legacy = GENERATE(false, true);
  CheckedDevice device(block(legacy));
  FakeTransport transport = must(device);
  bring_to_queue_setup(transport);
  const DmaRegion region = FakeHal::dma_alloc(2, BufferDirection::Both);
  CHECK(transport.queue_size_max(0) == 16);
  CHECK(transport.queue_size_max(1) == 0);
  CHECK(transport.queue_enable(0, 8, addresses_at(region.physical, 8)).has_value());
  CHECK(device.queue_size(0) == 8);
  FakeHal::dma_dealloc(region.physical, region.virtual_address, 2);
}

TEST_CASE_METHOD(OnMachine, "a queue that does not come up, or is up already, is an error") {
  const bool legacy = GENERATE(false, true);
  CheckedDevice device(block(legacy));
  FakeTransport transport = must(device);
  bring_to_queue_setup(transport);
  const DmaRegion region = FakeHal::dma_alloc(2, BufferDirection::Both);
  device.misbehaviour.refuse_queue = GENERATE(false, true);
  device.misbehaviour.queue_already_ready = !device.misbehaviour.refuse_queue;
  CHECK(failure(transport.queue_enable(0, 8, addresses_at(region.physical, 8))) ==
        Error::QueueUnavailable);
  if (device.misbehaviour.queue_already_ready)
    CHECK(device.queue_size(0) == 0); // left as it was
  FakeHal::dma_dealloc(region.physical, region.virtual_address, 2);
}

TEST_CASE_METHOD(OnMachine, "a legacy device takes only what it can be told") {
  CheckedDevice device(block(true));
  FakeTransport transport = must(device);
  bring_to_queue_setup(transport);
  CHECK(failure(transport.queue_enable(0, 8, addresses_at(std::uint64_t{1} << 44, 8))) ==
        Error::AddressOutOfRange);
  CHECK(failure(transport.queue_enable(0, 8, addresses_at(0, 8))) == Error::AddressOutOfRange);
  CHECK(failure(transport.queue_enable(0, 8, addresses_at(0x4000'0800, 8))) ==
        Error::InvalidArgument);
  QueueAddresses apart = addresses_at(0x4000'0000, 8);
  apart.device_area += 4096;
  CHECK(failure(transport.queue_enable(0, 8, apart)) == Error::InvalidArgument);
}

TEST_CASE_METHOD(OnMachine, "the configuration space ends where the registers end") {
  CheckedDevice device(block(false));
  FakeTransport transport = must(device);
  CHECK(*transport.read_config32(0) == 0x55667788);
  CHECK(*transport.read_config32(4) == 0x11223344);
  CHECK(*transport.read_config16(2) == 0x5566);
  CHECK(*transport.read_config8(7) == 0x11);
  CHECK(transport.read_config32(0xfc).has_value());
  CHECK(failure(transport.read_config32(0x100)) == Error::BadConfig);
  CHECK(failure(transport.read_config16(0x100)) == Error::BadConfig);
  CHECK(failure(transport.read_config8(0x100)) == Error::BadConfig);
  CHECK(failure(transport.write_config8(0x100, 0)) == Error::BadConfig);
  CHECK(failure(transport.write_config32(0x100, 0)) == Error::BadConfig);
  CHECK(failure(transport.read_config32(~std::size_t{3})) == Error::BadConfig);
  CHECK(failure(transport.read_config32(2)) == Error::BadConfig);
  CHECK(failure(transport.read_config16(1)) == Error::BadConfig);
}

TEST_CASE_METHOD(OnMachine, "an interrupt is acknowledged by what was seen, and only then") {
  CheckedDevice device(block(false));
  FakeTransport transport = must(device);
  InterruptCause cause = transport.acknowledge_interrupt();
  CHECK_FALSE(cause.queue);
  CHECK_FALSE(cause.configuration);
  device.change_config(8, bytes_of(std::uint32_t{8}));
  cause = transport.acknowledge_interrupt();
  CHECK_FALSE(cause.queue);
  CHECK(cause.configuration);
  CHECK(device.interrupt_status() == 0);
}
