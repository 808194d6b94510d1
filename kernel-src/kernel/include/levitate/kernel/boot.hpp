// The stages of the boot, as LevitateOS counts them (after the phases of the UEFI Platform
// Initialization specification).
#pragma once
#include <cstdint>

namespace levitate::kernel {

enum class BootStage : std::uint8_t {
  None,
  EarlyHal,
  MemoryMmu,
  BootConsole,
  Discovery,
  SteadyState
};

/// Goes on to `stage` and says so on the log. Stages never go back or repeat: that is a panic.
void enter_stage(BootStage stage) noexcept;
BootStage current_stage() noexcept;

} // namespace levitate::kernel
