#include "levitate/virtio/bus.hpp"

namespace levitate::virtio {
namespace {

// VirtIO 1.2, table 4.1.
constexpr std::size_t magic_offset = 0x000;
constexpr std::size_t version_offset = 0x004;
constexpr std::size_t device_id_offset = 0x008;
constexpr std::size_t vendor_id_offset = 0x00c;
constexpr std::uint32_t magic = 0x74726976; // "virt", little-endian
constexpr std::uint32_t version_legacy = 1;
constexpr std::uint32_t version_modern = 2;

std::uint32_t read_register(const volatile std::byte *registers, std::size_t offset) {
  return *reinterpret_cast<const volatile std::uint32_t *>(registers + offset);
}

} // namespace

std::optional<DeviceIdentity> identify(const volatile std::byte *registers) {
  if (read_register(registers, magic_offset) != magic)
    return {};
  const std::uint32_t version = read_register(registers, version_offset);
  if (version != version_legacy && version != version_modern)
    return {};
  // 4.2.2.2: id 0 is a slot that has no device; the registers behind it mean nothing then.
  const DeviceType type{read_register(registers, device_id_offset)};
  if (type == DeviceType::None)
    return {};
  return DeviceIdentity{type, read_register(registers, vendor_id_offset),
                        version == version_legacy};
}

} // namespace levitate::virtio
