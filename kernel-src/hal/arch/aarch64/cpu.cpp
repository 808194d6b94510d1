// cpu.hpp for aarch64.
#include "levitate/hal/cpu.hpp"

namespace levitate::hal {

void enable_interrupts() noexcept { asm volatile("msr daifclr, #2" ::: "memory"); }
bool interrupts_enabled() noexcept {
  std::uint64_t flags;
  asm volatile("mrs %0, daif" : "=r"(flags));
  return (flags & (1U << 7)) == 0;
}
void wait_for_interrupt() noexcept { asm volatile("wfi" ::: "memory"); }
void relax() noexcept { asm volatile("yield" ::: "memory"); }
void halt() noexcept {
  asm volatile("msr daifset, #15");
  for (;;)
    asm volatile("wfi");
}

} // namespace levitate::hal
