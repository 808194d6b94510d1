// The virtio-mmio transport, modern (version 2) and legacy (version 1). VirtIO 1.2, section 4.2.
//
// Not here: finding the device and mapping its registers.
#pragma once

#include "virtio_drivers/barrier.hpp"
#include "virtio_drivers/error.hpp"
#include "virtio_drivers/hal.hpp"
#include "virtio_drivers/spec/device.hpp"
#include "virtio_drivers/spec/mmio.hpp"
#include "virtio_drivers/spec/queue.hpp"
#include "virtio_drivers/transport.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace virtio_drivers {

// How registers are read and written: the seam at which a test puts a simulated device. Offsets are
// in bytes from the start of the device and inside of its `size`.
template <typename R>
concept RegisterAccess =
    requires(R registers, std::size_t offset, std::uint8_t byte, std::uint32_t word) {
      { registers.read8(offset) } -> std::same_as<std::uint8_t>;
      { registers.read16(offset) } -> std::same_as<std::uint16_t>;
      { registers.read32(offset) } -> std::same_as<std::uint32_t>;
      { registers.write8(offset, byte) } -> std::same_as<void>;
      { registers.write32(offset, word) } -> std::same_as<void>;
    };

// Registers mapped as device memory. On aarch64 the instructions are spelled out: an access with
// writeback, which a compiler may choose for a volatile one, cannot be emulated by a hypervisor.
class MappedRegisters {
public:
  // Implicit on purpose: `MmioTransport::create(address, size)`.
  MappedRegisters(std::byte *base) : base_(base) {}

  [[nodiscard]] bool mapped() const { return base_ != nullptr; }

#if defined(__aarch64__)
  [[nodiscard]] std::uint8_t read8(std::size_t offset) const {
    std::uint32_t value = 0;
    asm volatile("ldrb %w0, [%1]" : "=r"(value) : "r"(base_ + offset) : "memory");
    return static_cast<std::uint8_t>(value);
  }
  [[nodiscard]] std::uint16_t read16(std::size_t offset) const {
    std::uint32_t value = 0;
    asm volatile("ldrh %w0, [%1]" : "=r"(value) : "r"(base_ + offset) : "memory");
    return static_cast<std::uint16_t>(value);
  }
  [[nodiscard]] std::uint32_t read32(std::size_t offset) const {
    std::uint32_t value = 0;
    asm volatile("ldr %w0, [%1]" : "=r"(value) : "r"(base_ + offset) : "memory");
    return value;
  }
  void write8(std::size_t offset, std::uint8_t value) const {
    asm volatile("strb %w0, [%1]" : : "r"(std::uint32_t{value}), "r"(base_ + offset) : "memory");
  }
  void write32(std::size_t offset, std::uint32_t value) const {
    asm volatile("str %w0, [%1]" : : "r"(value), "r"(base_ + offset) : "memory");
  }
#else
  [[nodiscard]] std::uint8_t read8(std::size_t offset) const {
    return *reinterpret_cast<volatile std::uint8_t *>(base_ + offset);
  }
  [[nodiscard]] std::uint16_t read16(std::size_t offset) const {
    return *reinterpret_cast<volatile std::uint16_t *>(base_ + offset);
  }
  [[nodiscard]] std::uint32_t read32(std::size_t offset) const {
    return *reinterpret_cast<volatile std::uint32_t *>(base_ + offset);
  }
  void write8(std::size_t offset, std::uint8_t value) const {
    *reinterpret_cast<volatile std::uint8_t *>(base_ + offset) = value;
  }
  void write32(std::size_t offset, std::uint32_t value) const {
    *reinterpret_cast<volatile std::uint32_t *>(base_ + offset) = value;
  }
#endif

private:
  std::byte *base_;
};
static_assert(RegisterAccess<MappedRegisters>);

template <RegisterAccess R> class BasicMmioTransport {
  using Register = spec::mmio::Register;

public:
  // The device whose registers are `registers`, `size` bytes of them (configuration included).
  // InvalidArgument, BadMagic, UnsupportedVersion or NoDevice if there is none to talk to. Does not
  // change the device. The mapping must outlive the transport.
  static Result<BasicMmioTransport> create(R registers, std::size_t size) {
    if constexpr (requires { registers.mapped(); })
      if (!registers.mapped())
        return Error::InvalidArgument;
    if (size < spec::mmio::config_offset)
      return Error::InvalidArgument;
    BasicMmioTransport transport(std::move(registers), size);
    if (transport.read(Register::MagicValue) != spec::mmio::magic)
      return Error::BadMagic;
    const std::uint32_t version = transport.read(Register::Version);
    if (version != spec::mmio::version_legacy && version != spec::mmio::version_modern)
      return Error::UnsupportedVersion;
    transport.legacy_ = version == spec::mmio::version_legacy;
    // 4.2.2.2: nothing behind the device id means anything when that is 0.
    if (transport.device_type() == DeviceType::None)
      return Error::NoDevice;
    return transport;
  }

  BasicMmioTransport(BasicMmioTransport &&) noexcept = default;
  BasicMmioTransport &operator=(BasicMmioTransport &&) noexcept = default;

  [[nodiscard]] DeviceType device_type() { return DeviceType{read(Register::DeviceId)}; }
  [[nodiscard]] std::uint32_t vendor() { return read(Register::VendorId); }
  [[nodiscard]] bool legacy() const { return legacy_; }

  [[nodiscard]] std::uint32_t status() { return read(Register::Status); }
  void set_status(std::uint32_t status) { write(Register::Status, status); }

  [[nodiscard]] std::uint64_t device_features() {
    write(Register::DeviceFeaturesSelect, 0);
    std::uint64_t features = read(Register::DeviceFeatures);
    // 2.2.3: a legacy device has 32 feature bits; what it answers to select 1 is undefined.
    if (!legacy_) {
      write(Register::DeviceFeaturesSelect, 1);
      features |= std::uint64_t{read(Register::DeviceFeatures)} << 32;
    }
    return features;
  }
  void set_driver_features(std::uint64_t features) {
    write(Register::DriverFeaturesSelect, 0);
    write(Register::DriverFeatures, static_cast<std::uint32_t>(features));
    if (!legacy_) {
      write(Register::DriverFeaturesSelect, 1);
      write(Register::DriverFeatures, static_cast<std::uint32_t>(features >> 32));
    }
  }

  [[nodiscard]] std::uint32_t queue_size_max(std::uint16_t queue) {
    write(Register::QueueSelect, queue);
    return read(Register::QueueSizeMax);
  }

  Result<void> queue_enable(std::uint16_t queue, std::uint16_t size,
                            const QueueAddresses &addresses) {
    write(Register::QueueSelect, queue);
    return legacy_ ? enable_legacy(size, addresses) : enable_modern(size, addresses);
  }

  void notify(std::uint16_t queue) {
    write_barrier(); // the ring, in memory, before the bell
    write(Register::QueueNotify, queue);
  }

  InterruptCause acknowledge_interrupt() {
    const std::uint32_t pending = read(Register::InterruptStatus);
    const std::uint32_t known =
        pending & (spec::mmio::interrupt_used_buffer | spec::mmio::interrupt_config_change);
    if (known != 0)
      write(Register::InterruptAcknowledge, known);
    return {(known & spec::mmio::interrupt_used_buffer) != 0,
            (known & spec::mmio::interrupt_config_change) != 0};
  }

  [[nodiscard]] std::uint32_t config_generation() {
    return legacy_ ? 0 : read(Register::ConfigGeneration);
  }
  Result<std::uint8_t> read_config8(std::size_t offset) {
    if (!in_config(offset, 1))
      return Error::BadConfig;
    return registers_.read8(spec::mmio::config_offset + offset);
  }
  Result<std::uint16_t> read_config16(std::size_t offset) {
    if (!in_config(offset, 2))
      return Error::BadConfig;
    return registers_.read16(spec::mmio::config_offset + offset);
  }
  Result<std::uint32_t> read_config32(std::size_t offset) {
    if (!in_config(offset, 4))
      return Error::BadConfig;
    return registers_.read32(spec::mmio::config_offset + offset);
  }
  Result<void> write_config8(std::size_t offset, std::uint8_t value) {
    if (!in_config(offset, 1))
      return Error::BadConfig;
    registers_.write8(spec::mmio::config_offset + offset, value);
    return {};
  }
  Result<void> write_config32(std::size_t offset, std::uint32_t value) {
    if (!in_config(offset, 4))
      return Error::BadConfig;
    registers_.write32(spec::mmio::config_offset + offset, value);
    return {};
  }

private:
  BasicMmioTransport(R registers, std::size_t size)
      : registers_(std::move(registers)), size_(size) {}

  std::uint32_t read(Register which) { return registers_.read32(static_cast<std::size_t>(which)); }
  void write(Register which, std::uint32_t value) {
    registers_.write32(static_cast<std::size_t>(which), value);
  }

  [[nodiscard]] bool in_config(std::size_t offset, std::size_t width) const {
    const std::size_t room = size_ - spec::mmio::config_offset;
    return offset % width == 0 && offset <= room && room - offset >= width;
  }

  // 4.2.3.2.
  Result<void> enable_modern(std::uint16_t size, const QueueAddresses &addresses) {
    if (read(Register::QueueReady) != 0)
      return Error::QueueUnavailable;
    write(Register::QueueSize, size);
    write_address(Register::QueueDescriptorLow, Register::QueueDescriptorHigh,
                  addresses.descriptors);
    write_address(Register::QueueDriverLow, Register::QueueDriverHigh, addresses.driver_area);
    write_address(Register::QueueDeviceLow, Register::QueueDeviceHigh, addresses.device_area);
    write_barrier();
    write(Register::QueueReady, 1);
    if (read(Register::QueueReady) != 1)
      return Error::QueueUnavailable;
    return {};
  }

  // 4.2.4: one page number says where all three parts are; they must lie in the legacy layout
  // (2.7.2).
  Result<void> enable_legacy(std::uint16_t size, const QueueAddresses &addresses) {
    const spec::QueueLayout layout = spec::queue_layout(size);
    if (addresses.descriptors % page_size != 0 ||
        addresses.driver_area != addresses.descriptors + layout.available ||
        addresses.device_area != addresses.descriptors + layout.used)
      return Error::InvalidArgument;
    const std::uint64_t page_number = addresses.descriptors / page_size;
    if (page_number == 0 || page_number > UINT32_MAX)
      return Error::AddressOutOfRange;
    if (read(Register::QueuePageNumber) != 0)
      return Error::QueueUnavailable;
    // The unit of the page number; a reset forgets it.
    write(Register::GuestPageSize, static_cast<std::uint32_t>(page_size));
    write(Register::QueueSize, size);
    write(Register::QueueAlign, static_cast<std::uint32_t>(spec::legacy_alignment));
    write_barrier();
    write(Register::QueuePageNumber, static_cast<std::uint32_t>(page_number));
    if (read(Register::QueuePageNumber) != page_number)
      return Error::QueueUnavailable;
    return {};
  }

  void write_address(Register low, Register high, PhysicalAddress address) {
    write(low, static_cast<std::uint32_t>(address));
    write(high, static_cast<std::uint32_t>(address >> 32));
  }

  R registers_;
  std::size_t size_;
  bool legacy_ = false;
};

// The transport of a device whose registers are mapped.
using MmioTransport = BasicMmioTransport<MappedRegisters>;
static_assert(Transport<MmioTransport>);

} // namespace virtio_drivers
