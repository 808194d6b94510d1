// exceptions.hpp for aarch64: from the vectors to the interrupt controller or the fatal handler.
#include "levitate/hal/exceptions.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/interrupts.hpp"

extern "C" void exception_entry(levitate::hal::TrapFrame *frame, std::uint64_t vector);

namespace levitate::hal {

namespace {
constinit FatalHandler fatal_handler = nullptr;
constinit InterruptTail interrupt_tail = nullptr;

// The vector that vectors.S passes.
constexpr std::uint64_t kernel_interrupt = 5;
constexpr std::uint64_t stack_overflow = 16;
} // namespace

std::string_view describe_exception(const TrapFrame &frame, bool overflow) noexcept {
  if (overflow)
    return "stack overflow";
  // The exception class, Arm ARM D17.2.37.
  switch (frame.syndrome >> 26 & 0x3F) {
  case 0x00:
    return "undefined instruction";
  case 0x07:
    return "floating point in the kernel";
  case 0x0E:
    return "illegal execution state";
  case 0x15:
    return "system call";
  case 0x18:
    return "trapped system register";
  case 0x20:
  case 0x21:
    return "instruction abort";
  case 0x22:
    return "misaligned program counter";
  case 0x24:
  case 0x25:
    return "data abort";
  case 0x26:
    return "misaligned stack pointer";
  case 0x2F:
    return "system error";
  case 0x3C:
    return "breakpoint or trap";
  default:
    return "unexpected exception";
  }
}

void set_fatal_handler(FatalHandler handler) noexcept { fatal_handler = handler; }
void set_interrupt_tail(InterruptTail tail) noexcept { interrupt_tail = tail; }

namespace {
void handle(TrapFrame &frame, std::uint64_t vector) noexcept {
  if (vector == kernel_interrupt) {
    dispatch_interrupts();
    if (interrupt_tail != nullptr)
      interrupt_tail();
    return;
  }
  if (fatal_handler != nullptr)
    fatal_handler(frame, describe_exception(frame, vector == stack_overflow));
  halt();
}
} // namespace

} // namespace levitate::hal

extern "C" void exception_entry(levitate::hal::TrapFrame *frame, std::uint64_t vector) {
  levitate::hal::handle(*frame, vector);
}
