// The interrupt controller: a GIC of version 2 or 3, whichever the platform has.
#pragma once
#include <cstdint>

namespace levitate::hal {

struct Platform;

/// Called with interrupts masked. Must quiet the device.
using InterruptHandler = void (*)(void *argument);

/// Resets the controller; all interrupts are then disabled.
void initialise_interrupts(const Platform &platform) noexcept;

/// From now on `handler(argument)` runs on every interrupt `number` (as the GIC counts: PPIs from
/// 16, SPIs from 32), which is enabled, level-triggered unless `edge`. False if the number is out
/// of range or has a handler.
bool connect_interrupt(std::uint32_t number, InterruptHandler handler, void *argument,
                       bool edge = false) noexcept;
/// Disables an interrupt and forgets its handler.
void disconnect_interrupt(std::uint32_t number) noexcept;

/// Handles all that are pending. Called by the exception vectors.
void dispatch_interrupts() noexcept;

/// How many interrupts were handled since the start, and how many had no handler.
struct InterruptStatistics {
  std::uint64_t handled;
  std::uint64_t unexpected;
};
InterruptStatistics interrupt_statistics() noexcept;

} // namespace levitate::hal
