// The kernel's way from the first C++ function to the steady state.
#include "levitate/hal/cpu.hpp"
#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/hal/uart.hpp"
#include "levitate/kernel/block.hpp"
#include "levitate/kernel/boot.hpp"
#include "levitate/kernel/files.hpp"
#include "levitate/kernel/gpu.hpp"
#include "levitate/kernel/input.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/network.hpp"
#include "levitate/kernel/options.hpp"
#include "levitate/kernel/panic.hpp"
#include "levitate/kernel/rng.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/screen.hpp"
#include "levitate/kernel/self_test.hpp"
#include "levitate/kernel/shell.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/kernel/virtual_console.hpp"

namespace levitate::kernel {

namespace {

// For an ELF, QEMU puts the device tree at the start of memory and says so nowhere.
constexpr hal::PhysicalAddress default_device_tree = 0x4000'0000;
constexpr hal::PhysicalAddress boot_map_end = 0x8000'0000;

constinit hal::Platform platform;
constinit hal::DeviceTree device_tree;

// Finds the device tree at the address the loader gave or at the default one. Panics if there is
// none to use.
void read_device_tree(hal::PhysicalAddress given) noexcept {
  for (const hal::PhysicalAddress at : {given, default_device_tree}) {
    if (at < default_device_tree || at % 8 != 0 || at + hal::DeviceTree::max_size > boot_map_end)
      continue;
    const auto size = hal::DeviceTree::claimed_size(hal::phys_to_virt(at));
    if (!size)
      continue;
    auto tree = hal::DeviceTree::parse({hal::phys_to_virt_as<const std::byte>(at), *size});
    if (!tree)
      continue;
    device_tree = *tree;
    auto described = hal::describe_platform(device_tree);
    require(described.ok(), "the device tree describes no memory");
    platform = *described;
    platform.device_tree = {at, *size};
    return;
  }
  panic("no device tree");
}

void early_hal(hal::PhysicalAddress device_tree_address) noexcept {
  install_panic_handler();
  read_device_tree(device_tree_address);
  set_options(parse_options(platform.command_line));
  hal::initialise_power(platform);
  hal::initialise_uart(platform);
}

void memory_and_interrupts() noexcept {
  require(hal::initialise_memory(platform), "no memory");
  require(hal::initialise_mmu(platform), "no memory for translation tables");
  hal::add_high_memory(platform);
  hal::initialise_interrupts(platform);
  scheduler::start();
  require(hal::start_tick(platform, scheduler::ticks_per_second, scheduler::on_tick), "no timer");
  hal::enable_interrupts();
  const hal::MemoryStatistics memory = hal::memory_statistics();
  log("MEM", "{} of {} pages free", memory.free_pages, memory.total_pages);
}

void boot_console() noexcept {
  if (!virtio::find_slots(device_tree))
    log("VIRTIO", "the device tree lists no slots");
  if (!gpu::initialise() || !screen::start())
    log("GPU", "no display: serial console only");
  if (virtual_console::start())
    log("CONSOLE", "VirtIO console in use");
}

void check_disk() noexcept {
  if (!block::initialise())
    log("BLOCK", "no disk");
  else if (block::read_only())
    log("BLOCK", "disk check skipped: the disk is read-only");
  else if (const auto checked = block::check(hal::nanoseconds()); checked)
    log("BLOCK", "disk check passed: written, read back and restored by DMA");
  else
    log("BLOCK", "disk check FAILED: {}", utils::describe(checked.error()));
}

void discover() noexcept {
  virtio::log_devices();
  check_disk();
  files::mount_all(platform);
  if (input::initialise(platform) == 0)
    log("INPUT", "no keyboard: serial line only");
  if (!network::start())
    log("NET", "no network");
  if (!rng::initialise())
    log("RNG", "no entropy device");
}

[[noreturn]] void steady_state() noexcept {
  log("BOOT", "LevitateOS is up after {} ms{}", hal::nanoseconds() / 1'000'000,
      nonce_text().view());
  if (options().self_test)
    self_test::run_and_exit(device_tree);
  if (options().power_off) {
    screen::settle();
    hal::exit(0, options().semihosting);
  }
  shell::run(!files::has_initial_ram_disk());
}

[[noreturn]] void boot(hal::PhysicalAddress device_tree_address) noexcept {
  early_hal(device_tree_address);
  enter_stage(BootStage::EarlyHal);
  enter_stage(BootStage::MemoryMmu);
  memory_and_interrupts();
  enter_stage(BootStage::BootConsole);
  boot_console();
  enter_stage(BootStage::Discovery);
  discover();
  enter_stage(BootStage::SteadyState);
  steady_state();
}

} // namespace

} // namespace levitate::kernel

/// Called by boot.S on the boot stack, interrupts masked, with what x0 held at the start.
extern "C" [[noreturn]] void kernel_entry(levitate::hal::PhysicalAddress device_tree_address) {
  levitate::kernel::boot(device_tree_address);
}
