// The processor the code runs on: waiting, interrupts, barriers.
#pragma once
#include <cstdint>

namespace levitate::hal {

/// Lets interrupts in on this processor. (Masking them for a while is utils::InterruptMask.)
void enable_interrupts() noexcept;
bool interrupts_enabled() noexcept;
/// Sleeps until an interrupt is pending, masked or not.
void wait_for_interrupt() noexcept;
/// A hint that the code spins.
void relax() noexcept;
/// Masks everything and sleeps for good.
[[noreturn]] void halt() noexcept;
/// All earlier accesses to memory and devices are complete before any later one starts.
void memory_barrier() noexcept;
/// The frame record (caller's frame, return address) that a backtrace starts from.
const std::uint64_t *frame_pointer() noexcept;

} // namespace levitate::hal
