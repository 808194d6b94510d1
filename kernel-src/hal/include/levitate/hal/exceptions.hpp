// Exceptions that the kernel did not ask for, and what is known when one happens.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace levitate::hal {

/// The registers at an exception, in the order in which vectors.S saves them.
struct TrapFrame {
  std::array<std::uint64_t, 31> x;
  std::uint64_t stack_pointer;
  std::uint64_t program_counter;
  std::uint64_t status;   // SPSR_EL1
  std::uint64_t syndrome; // ESR_EL1
  std::uint64_t fault_address;
};
static_assert(sizeof(TrapFrame) == 288);

/// What kind of exception it was, in words ("data abort", "stack overflow").
std::string_view describe_exception(const TrapFrame &frame, bool stack_overflow) noexcept;

/// Called for every exception that is not an interrupt, with interrupts masked, on the stack of the
/// code that failed or, after an overflow, on one of its own. It does not return.
using FatalHandler = void (*)(const TrapFrame &frame, std::string_view what);
void set_fatal_handler(FatalHandler handler) noexcept;

/// Called at the end of every interrupt, with interrupts masked, when the interrupted state is
/// saved: the place to switch threads.
using InterruptTail = void (*)();
void set_interrupt_tail(InterruptTail tail) noexcept;

} // namespace levitate::hal
