// power.hpp for aarch64: PSCI (Arm DEN 0022) and semihosting (Arm "Semihosting for AArch32 and
// AArch64").
#include "levitate/hal/power.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/platform.hpp"

namespace levitate::hal {

namespace {
constinit PsciConduit conduit = PsciConduit::Hvc;

constexpr std::uint64_t psci_get_version = 0x8400'0000;
constexpr std::uint64_t psci_system_off = 0x8400'0008;

std::uint64_t call_firmware(std::uint64_t function) noexcept {
  register std::uint64_t x0 asm("x0") = function;
  if (conduit == PsciConduit::Smc)
    asm volatile("smc #0" : "+r"(x0)::"x1", "x2", "x3", "memory");
  else
    asm volatile("hvc #0" : "+r"(x0)::"x1", "x2", "x3", "memory");
  return x0;
}

constexpr std::uint64_t exit_extended = 0x20;
constexpr std::uint64_t application_exit = 0x20026;
} // namespace

void initialise_power(const Platform &platform) noexcept { conduit = platform.psci; }

void power_off() noexcept {
  call_firmware(psci_system_off);
  halt();
}

void exit(std::uint8_t status, bool use_semihosting) noexcept {
  if (use_semihosting) {
    const std::uint64_t block[2] = {application_exit, status};
    register std::uint64_t x0 asm("x0") = exit_extended;
    register const std::uint64_t *x1 asm("x1") = block;
    asm volatile("hlt #0xf000" : "+r"(x0) : "r"(x1) : "memory");
  }
  power_off();
}

std::uint32_t psci_version() noexcept {
  return static_cast<std::uint32_t>(call_firmware(psci_get_version));
}

} // namespace levitate::hal
