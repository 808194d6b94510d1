// Finding devices: VirtIO 1.2, section 4.2.
#include "levitate/virtio/virtio.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <array>
#include <string_view>
#include <vector>

using namespace levitate::virtio;

namespace {

constexpr std::uint64_t window_base = 0x0a00'0000;
constexpr std::size_t stride = 0x200;
constexpr std::size_t slots = 8;
constexpr std::uint32_t magic = 0x74726976;
constexpr MmioWindow window{window_base, stride, slots};

// Registers of a machine with `slots` slots.
alignas(8) std::array<std::uint32_t, slots * stride / 4> registers;
std::vector<std::uint64_t> mapped;
std::uint64_t unmapped = 0;

struct MachineHal {
  static std::byte *dma_allocate(std::size_t) { return nullptr; }
  static void dma_release(std::byte *, std::size_t) {}
  static std::uint64_t translate(const volatile void *) { return 0; }
  static std::byte *map_mmio(std::uint64_t physical, std::size_t size) {
    mapped.push_back(physical);
    if (physical == unmapped || size != stride)
      return nullptr;
    return reinterpret_cast<std::byte *>(registers.data()) + (physical - window_base);
  }
};
static_assert(VirtioHal<MachineHal>);

void put(std::size_t slot, std::uint32_t version, std::uint32_t type) {
  std::uint32_t *const first = registers.data() + slot * stride / 4;
  first[0] = magic;
  first[1] = version;
  first[2] = type;
  first[3] = 0x554d4551;
}

void start() {
  registers.fill(0);
  mapped.clear();
  unmapped = 0;
  for (std::size_t slot = 0; slot < slots; ++slot)
    put(slot, 2, 0); // QEMU: empty slots have everything but a device
}

std::vector<std::size_t> found() {
  std::vector<std::size_t> result;
  const std::size_t count =
      scan<MachineHal>(window, [&](const BusDevice &device) { result.push_back(device.slot); });
  CHECK(count == result.size());
  return result;
}

} // namespace

TEST_CASE("the devices of a window are found in the order of their slots") {
  start();
  CHECK(found().empty());
  CHECK(mapped.size() == slots);
  put(7, 2, 2);
  put(3, 1, 1);
  put(4, 2, 16);
  CHECK(found() == std::vector<std::size_t>{3, 4, 7});
}

TEST_CASE("a device is described by where it is and what it says") {
  start();
  put(5, 1, 18);
  std::vector<BusDevice> devices;
  scan<MachineHal>(window, [&](const BusDevice &device) { devices.push_back(device); });
  REQUIRE(devices.size() == 1);
  CHECK(devices[0].slot == 5);
  CHECK(devices[0].physical == window_base + 5 * stride);
  CHECK(devices[0].registers == MachineHal::map_mmio(window_base + 5 * stride, stride));
  CHECK(devices[0].size == stride);
  CHECK(devices[0].identity.type == DeviceType::Input);
  CHECK(devices[0].identity.vendor == 0x554d4551);
  CHECK(devices[0].identity.legacy);
  put(5, 2, 18);
  CHECK_FALSE(identify(devices[0].registers)->legacy);
}

TEST_CASE("what is no device is passed over") {
  start();
  put(2, 2, 2);
  SECTION("other hardware") { registers[2 * stride / 4] = 0xffff'ffff; }
  SECTION("an unknown register layout") { put(2, GENERATE(0u, 3u), 2); }
  SECTION("an empty slot") { put(2, 2, 0); }
  SECTION("registers that can't be mapped") { unmapped = window_base + 2 * stride; }
  CHECK(found().empty());
}

TEST_CASE("a device is found by its type and number") {
  start();
  put(1, 2, 2);
  put(4, 2, 2);
  put(6, 2, 1);
  CHECK(find<MachineHal>(window, DeviceType::Block)->slot == 1);
  CHECK(find<MachineHal>(window, DeviceType::Block, 1)->slot == 4);
  CHECK_FALSE(find<MachineHal>(window, DeviceType::Block, 2));
  CHECK(find<MachineHal>(window, DeviceType::Network)->slot == 6);
  CHECK_FALSE(find<MachineHal>(window, DeviceType::Gpu));
}

TEST_CASE("a window may be scanned by any mapping") {
  start();
  put(1, 2, 4);
  std::size_t seen = 0;
  const std::size_t count = scan_window(
      window,
      [](std::uint64_t physical, std::size_t size) { return MachineHal::map_mmio(physical, size); },
      [&](const BusDevice &device) { seen = device.slot; });
  CHECK(count == 1);
  CHECK(seen == 1);
}

TEST_CASE("a slot beyond the end is not looked at") {
  start();
  put(7, 2, 2);
  CHECK(scan<MachineHal>({window_base, stride, 7}, [](const BusDevice &) {}) == 0);
  CHECK(scan<MachineHal>({window_base, stride, 0}, [](const BusDevice &) {}) == 0);
}

TEST_CASE("every type of device has a name of its own") {
  const std::array types = {DeviceType::None,          DeviceType::Network,
                            DeviceType::Block,         DeviceType::Console,
                            DeviceType::EntropySource, DeviceType::Balloon,
                            DeviceType::ScsiHost,      DeviceType::NinePTransport,
                            DeviceType::Gpu,           DeviceType::Clock,
                            DeviceType::Input,         DeviceType::Socket,
                            DeviceType::Crypto,        DeviceType::Sound,
                            DeviceType::FileSystem,    DeviceType::PersistentMemory,
                            DeviceType{12345}};
  for (const DeviceType type : types)
    for (const DeviceType other : types)
      CHECK((std::string_view(device_name(type)) == device_name(other)) == (type == other));
  CHECK(std::string_view(device_name(DeviceType::Block)) == "block");
  CHECK(std::string_view(device_name(DeviceType{12345})) == "unknown");
}

TEST_CASE("a direction says who writes and who reads") {
  CHECK(device_reads(BufferDirection::DriverToDevice));
  CHECK_FALSE(device_writes(BufferDirection::DriverToDevice));
  CHECK_FALSE(device_reads(BufferDirection::DeviceToDriver));
  CHECK(device_writes(BufferDirection::DeviceToDriver));
  CHECK(device_reads(BufferDirection::Both));
  CHECK(device_writes(BufferDirection::Both));
}
