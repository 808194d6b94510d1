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

} // namespace levitate::hal
