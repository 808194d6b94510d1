// mmu.hpp for aarch64: the layout of the upper half and the registers that put it in force.
//
//   0xFFFF_8000_0000_0000 + physical   devices below 1 GiB; all memory; the image with its own
//   rights 0xFFFF_9000_0000_0000              stacks, one in each 64 KiB
#include "levitate/hal/mmu.hpp"

#include "levitate/hal/memory.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/utils/align.hpp"
#include "levitate/utils/spinlock.hpp"

#include <algorithm>
#include <cstring>

extern "C" {
extern std::byte image_start[], rodata_start[], data_start[], image_end[];
extern std::byte boot_stack_guard[], boot_stack[];
}

namespace levitate::hal {

namespace {
constexpr std::uint64_t stack_area = 0xFFFF'9000'0000'0000;
constexpr std::uint64_t stack_slot = 64 * 1024;
constexpr std::size_t max_stacks = 256;
constexpr std::uint64_t device_space = 0x4000'0000;

class PageTables final : public TableSource {
public:
  std::optional<PhysicalAddress> take_table() noexcept override {
    const std::optional<PhysicalAddress> page = alloc_pages(1);
    if (page)
      std::memset(phys_to_virt(*page), 0, page_size);
    return page;
  }
};

constinit PageTables table_source;

struct AddressSpace {
  PageTable table;
  std::size_t stacks_made = 0;
  std::size_t stacks_free = 0;
  std::array<std::byte *, max_stacks> free_stacks{};
};
constinit utils::Spinlock<AddressSpace> kernel_space;

std::uint64_t address_of(const std::byte *symbol) noexcept {
  return reinterpret_cast<std::uintptr_t>(symbol);
}

bool map_linear(PageTable &table, PhysicalAddress from, PhysicalAddress to, Access access,
                MemoryKind kind) noexcept {
  return from >= to || table.map(from + kernel_base, from, to - from, access, kind);
}

void synchronise() noexcept {
  asm volatile("dsb ishst\n\ttlbi vmalle1\n\tdsb ish\n\tisb" ::: "memory");
}
} // namespace

bool initialise_mmu(const Platform &platform) noexcept {
  auto space = kernel_space.lock();
  PageTable &table = space->table;
  table = PageTable(table_source);
  if (!table.valid())
    return false;
  bool complete = map_linear(table, 0, device_space, Access::ReadWrite, MemoryKind::Device);
  for (std::size_t i = 0; i < platform.memory_count; ++i) {
    const Platform::Region &memory = platform.memory[i];
    complete = complete && map_linear(table, utils::align_up(memory.address, page_size),
                                      utils::align_down(memory.address + memory.size, page_size),
                                      Access::ReadWrite, MemoryKind::Normal);
  }
  const auto restrict_part = [&](const std::byte *from, const std::byte *to, Access access) {
    complete = complete && table.map(address_of(from), address_of(from) - kernel_base,
                                     address_of(to) - address_of(from), access, MemoryKind::Normal);
  };
  restrict_part(image_start, rodata_start, Access::ReadExecute);
  restrict_part(rodata_start, data_start, Access::ReadOnly);
  restrict_part(data_start, image_end, Access::ReadWrite);
  complete = complete && table.unmap(address_of(::boot_stack_guard),
                                     address_of(boot_stack) - address_of(::boot_stack_guard));
  if (!complete)
    return false;

  std::uint64_t translation, system;
  asm volatile("mrs %0, tcr_el1\n\tmrs %1, sctlr_el1" : "=r"(translation), "=r"(system));
  constexpr std::uint64_t no_lower_half = 1 << 7;                 // EPD0
  constexpr std::uint64_t writable_is_never_executable = 1 << 19; // WXN
  asm volatile("dsb ish\n\t"
               "msr ttbr1_el1, %0\n\t"
               "msr tcr_el1, %1\n\t"
               "msr ttbr0_el1, xzr\n\t"
               "isb\n\ttlbi vmalle1\n\tdsb ish\n\tisb\n\t"
               "msr sctlr_el1, %2\n\tisb" ::"r"(table.root()),
               "r"(translation | no_lower_half), "r"(system | writable_is_never_executable)
               : "memory");
  return true;
}

std::optional<PageTable::Mapping> translate(const void *address) noexcept {
  auto space = kernel_space.lock();
  if (!space->table.valid())
    return std::nullopt;
  return space->table.translate(reinterpret_cast<std::uintptr_t>(address));
}

std::byte *map_device(PhysicalAddress physical, std::size_t size) noexcept {
  constexpr PhysicalAddress limit = PhysicalAddress{1} << 40;
  if (size == 0 || physical >= limit || size > limit - physical)
    return nullptr;
  if (physical + size > device_space) {
    auto space = kernel_space.lock();
    const PhysicalAddress from = utils::align_down(physical, page_size);
    const PhysicalAddress to = utils::align_up(physical + size, page_size);
    if (!space->table.valid() ||
        !map_linear(space->table, from, to, Access::ReadWrite, MemoryKind::Device))
      return nullptr;
    synchronise();
  }
  return phys_to_virt_as<std::byte>(physical);
}

std::optional<Stack> allocate_stack() noexcept {
  {
    auto space = kernel_space.lock();
    if (space->stacks_free != 0)
      return Stack{space->free_stacks[--space->stacks_free]};
    if (space->stacks_made == max_stacks)
      return std::nullopt;
  }
  const std::optional<PhysicalAddress> pages = alloc_pages(Stack::size / page_size);
  if (!pages)
    return std::nullopt;
  auto space = kernel_space.lock();
  const std::uint64_t bottom = stack_area + stack_slot * (space->stacks_made + 1);
  if (!space->table.map(bottom, *pages, Stack::size, Access::ReadWrite, MemoryKind::Normal))
    return std::nullopt;
  ++space->stacks_made;
  synchronise();
  return Stack{reinterpret_cast<std::byte *>(bottom + Stack::size)};
}

void release_stack(Stack stack) noexcept {
  auto space = kernel_space.lock();
  space->free_stacks[space->stacks_free++] = stack.top;
}

const void *boot_stack_guard() noexcept { return ::boot_stack_guard + 65536 - 16; }

} // namespace levitate::hal
