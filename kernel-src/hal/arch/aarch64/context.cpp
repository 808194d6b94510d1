// context.hpp for aarch64. The layout is that of switch_context in vectors.S: x19 to x30, then the
// stack pointer.
#include "levitate/hal/context.hpp"

extern "C" void thread_start();

namespace levitate::hal {

Context make_context(std::byte *stack_top, void (*function)(void *), void *argument) noexcept {
  constexpr std::size_t x19 = 0, x20 = 1, x30 = 11, stack_pointer = 12;
  Context context;
  context.registers[x19] = reinterpret_cast<std::uintptr_t>(function);
  context.registers[x20] = reinterpret_cast<std::uintptr_t>(argument);
  context.registers[x30] = reinterpret_cast<std::uintptr_t>(&thread_start);
  context.registers[stack_pointer] = reinterpret_cast<std::uintptr_t>(stack_top);
  return context;
}

} // namespace levitate::hal
