// The stages of the boot.
#include "levitate/kernel/boot.hpp"

#include "levitate/kernel/log.hpp"
#include "levitate/kernel/panic.hpp"

#include <atomic>

namespace levitate::kernel {

namespace {
constinit std::atomic<BootStage> current{BootStage::None};

constexpr std::string_view stage_name(BootStage stage) noexcept {
  switch (stage) {
  case BootStage::None:
    return "Reset";
  case BootStage::EarlyHal:
    return "Early HAL (SEC)";
  case BootStage::MemoryMmu:
    return "Memory & MMU (PEI)";
  case BootStage::BootConsole:
    return "Boot Console (DXE)";
  case BootStage::Discovery:
    return "Discovery & FS (DXE/BDS)";
  case BootStage::SteadyState:
    return "Steady State";
  }
  return "?";
}
} // namespace

void enter_stage(BootStage stage) noexcept {
  const BootStage before = current.exchange(stage);
  require(stage > before, "a boot stage was entered out of order");
  log("BOOT", "Stage {}: {}", stage, stage_name(stage));
}

BootStage current_stage() noexcept { return current.load(); }

} // namespace levitate::kernel
