// The kernel's address space: its own image by what each part is for, all memory in the linear map,
// devices, thread stacks.
#pragma once
#include "levitate/hal/address.hpp"
#include "levitate/hal/page_table.hpp"

#include <cstddef>
#include <optional>

namespace levitate::hal {

struct Platform;

/// Builds the final tables and switches to them; the lower half is then empty. Needs the page
/// allocator. False if there was no memory for the tables.
bool initialise_mmu(const Platform &platform) noexcept;

/// Where `address` leads in the tables in use.
std::optional<PageTable::Mapping> translate(const void *address) noexcept;

/// Makes device registers reachable by phys_to_virt. Done for everything below 1 GiB from the
/// start. Null if they can't be.
std::byte *map_device(PhysicalAddress physical, std::size_t size) noexcept;

/// A thread's stack: physically contiguous, with unmapped memory on both sides.
struct Stack {
  static constexpr std::size_t size = 32 * 1024; // vectors.S knows it
  std::byte *top;                                // exclusive; the stack grows down from here
};
/// Nothing if there is no memory. Stacks are given back for reuse, not unmapped.
std::optional<Stack> allocate_stack() noexcept;
void release_stack(Stack stack) noexcept;

/// An address in the guard of the boot stack, for the test that guards work.
const void *boot_stack_guard() noexcept;

} // namespace levitate::hal
