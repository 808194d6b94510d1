// Time since power-on, and the periodic tick.
#pragma once
#include <cstdint>

namespace levitate::hal {

struct Platform;

/// Nanoseconds since the counter started; never goes back. Good from the first instruction on.
std::uint64_t nanoseconds() noexcept;
/// Busy-waits.
void delay_microseconds(std::uint64_t microseconds) noexcept;

/// Calls `tick` with interrupts masked `hertz` times a second. Needs the interrupt controller.
/// False if the timer's interrupt is taken.
bool start_tick(const Platform &platform, std::uint32_t hertz, void (*tick)()) noexcept;
/// Ticks so far.
std::uint64_t tick_count() noexcept;

} // namespace levitate::hal
