// Self-tests of the devices. A machine without one skips its tests.
#include "levitate/hal/memory.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/kernel/block.hpp"
#include "levitate/kernel/files.hpp"
#include "levitate/kernel/gpu.hpp"
#include "levitate/kernel/input.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/network.hpp"
#include "levitate/kernel/rng.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/screen.hpp"
#include "levitate/kernel/self_test.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/kernel/virtual_console.hpp"

#include <array>
#include <cstring>

namespace levitate::kernel::self_test {

namespace {

void bus(Context &context) noexcept {
  std::size_t devices = 0;
  levitate::virtio::scan<virtio::LevitateVirtioHal>(
      virtio::window(), [&](const levitate::virtio::BusDevice &device) {
        ++devices;
        context.expect(device.slot < virtio::window().slots, "a device is in a slot");
      });
  if (devices == 0)
    context.skip("no VirtIO device");
}

void block_round_trip(Context &context) noexcept {
  if (!block::present())
    return context.skip("no disk");
  if (block::read_only())
    return context.skip("the disk is read-only");
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    context.expect(block::check(seed).ok(), "what is written is read back");
}

void block_bounds(Context &context) noexcept {
  if (!block::present())
    return context.skip("no disk");
  alignas(16) std::array<std::byte, block::sector_size> sector;
  context.expect(block::read(0, sector).ok(), "the first sector can be read");
  context.expect(block::read(block::capacity() - 1, sector).ok(), "the last sector can be read");
  context.expect(!block::read(block::capacity(), sector).ok(), "there is nothing behind it");
  context.expect(!block::read(0, std::span(sector).first(100)).ok(),
                 "parts of sectors are refused");
  context.expect(block::read(0, sector).ok(), "the disk is still usable");
}

void block_large(Context &context) noexcept {
  if (!block::present())
    return context.skip("no disk");
  constexpr std::size_t sectors = 64;
  if (block::capacity() < sectors)
    return context.skip("a small disk");
  constexpr std::size_t bytes = sectors * block::sector_size;
  auto *buffer = static_cast<std::byte *>(hal::allocate(bytes));
  if (!context.expect(buffer != nullptr, "there is memory"))
    return;
  alignas(16) std::array<std::byte, block::sector_size> sector;
  context.expect(block::read(0, {buffer, bytes}).ok(), "many sectors are read at once");
  for (std::size_t i = 0; i < sectors; i += 21) {
    context.expect(block::read(i, sector).ok(), "one sector is read");
    context.expect(std::memcmp(sector.data(), buffer + i * block::sector_size, sector.size()) == 0,
                   "both ways give the same");
  }
  hal::release(buffer);
}

// Reads the first file in the root of the disk in two ways.
void disk_files(Context &context) noexcept {
  if (!files::has_disk())
    return context.skip("no FAT32 on the disk");
  class First final : public fs::EntryVisitor {
  public:
    char path[200]{};
    std::size_t path_size = 0;
    void visit(std::string_view name, const fs::Entry &entry) noexcept override {
      if (path_size == 0 && entry.kind == fs::Kind::File && entry.size != 0)
        path_size = utils::format_to(path, "/disk/{}", name).size();
    }
  } first;
  if (!context.expect(files::list("/disk", first).ok(), "the disk's root can be listed"))
    return;
  if (first.path_size == 0)
    return context.skip("no file on the disk");
  const auto file = files::open({first.path, first.path_size});
  if (!context.expect(file.ok(), "a listed file can be opened"))
    return;
  alignas(16) std::array<std::byte, 64> whole{};
  const auto count = files::read(*file, 0, whole);
  if (!context.expect(count && *count != 0, "it can be read"))
    return;
  for (std::size_t i = 0; i < *count; ++i) {
    std::array<std::byte, 1> one{};
    const auto single = files::read(*file, i, one);
    context.expect(single && *single == 1 && one[0] == whole[i], "byte by byte it is the same");
  }
}

void display(Context &context) noexcept {
  if (!gpu::present())
    return context.skip("no display");
  const terminal::Picture picture = gpu::picture();
  context.expect(picture.width == gpu::width && picture.height == gpu::height,
                 "the picture is 1280 by 800");
  context.expect(gpu::show({0, 0, 16, 16}).ok(), "a part can be shown");
  context.expect(!gpu::show({0, 0, gpu::width + 1, 1}).ok(), "more than the picture is refused");
  context.expect(gpu::show({0, 0, gpu::width, gpu::height}).ok(), "all of it can be shown");
}

void screen_shows_text(Context &context) noexcept {
  if (!gpu::present())
    return context.skip("no display");
  const std::uint64_t updates = screen::updates();
  print("# a line for the screen\n");
  screen::settle();
  context.expect(screen::updates() > updates, "the screen was updated");
  const terminal::Picture picture = gpu::picture();
  std::size_t lit = 0;
  for (const std::uint32_t pixel : picture.pixels)
    lit += (pixel & 0xFF) > 0x80;
  context.expect(lit > 500, "there is text in the picture");
}

void keyboard(Context &context) noexcept {
  if (input::statistics().devices == 0)
    return context.skip("no input device");
  input::feed("x");
  context.expect(input::read(100) == 'x', "what is fed is read");
  context.expect(!input::read(20).has_value(), "nothing more is read");
}

void network_link(Context &context) noexcept {
  if (!network::present())
    return context.skip("no network device");
  context.expect(network::link_up(), "the link is up");
  const net::MacAddress mac = network::configuration().mac;
  context.expect((mac[0] & 1) == 0, "the address is not a group's");
}

void network_ping(Context &context) noexcept {
  if (!network::present())
    return context.skip("no network device");
  constexpr std::uint64_t timeout_milliseconds = 5000; // the host may be busy
  if (!network::resolve(network::configuration().gateway, timeout_milliseconds))
    return context.skip("no gateway answers"); // a network without one is no fault of ours
  for (int i = 0; i < 3; ++i)
    context.expect(network::ping(network::configuration().gateway, timeout_milliseconds).ok(),
                   "the gateway answers a ping");
  context.expect(network::counters().malformed == 0, "no frame was malformed");
}

void entropy(Context &context) noexcept {
  if (!rng::present())
    return context.skip("no entropy device");
  alignas(16) std::array<std::byte, 64> a{}, b{};
  context.expect(rng::fill(a).ok() && rng::fill(b).ok(), "random bytes come");
  context.expect(a != b, "not the same ones twice");
}

void console_device(Context &context) noexcept {
  if (!virtual_console::present())
    return context.skip("no console device");
  print("# a line for the virtual console\n");
  context.expect(virtual_console::present(), "the console takes output");
}

constexpr Test tests[] = {
    {"virtio: bus", bus},
    {"block: write and read back", block_round_trip},
    {"block: bounds", block_bounds},
    {"block: large requests", block_large},
    {"files: disk", disk_files},
    {"gpu: framebuffer", display},
    {"gpu: terminal", screen_shows_text},
    {"input: queue", keyboard},
    {"net: link", network_link},
    {"net: ping", network_ping},
    {"rng: bytes", entropy},
    {"console: output", console_device},
};

} // namespace

std::span<const Test> device_tests() noexcept { return tests; }

} // namespace levitate::kernel::self_test
