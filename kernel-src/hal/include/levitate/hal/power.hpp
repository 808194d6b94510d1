// Ending: power off, and an exit status for the one who runs the machine.
#pragma once
#include <cstdint>

namespace levitate::hal {

struct Platform;

void initialise_power(const Platform &platform) noexcept;

/// Switches the machine off by PSCI SYSTEM_OFF.
[[noreturn]] void power_off() noexcept;
/// Ends the emulator with `status` by semihosting, if `use_semihosting`; else, or where nobody
/// answers, as power_off. An emulator without semihosting takes the instruction for an undefined
/// one, so it is only used when asked for.
[[noreturn]] void exit(std::uint8_t status, bool use_semihosting) noexcept;
/// The version of PSCI that the firmware says it has: major in the upper 16 bits.
std::uint32_t psci_version() noexcept;

} // namespace levitate::hal
