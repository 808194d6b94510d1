// Switching from one thread of execution to another.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace levitate::hal {

/// What survives a call, of a thread that does not run.
struct Context {
  std::array<std::uint64_t, 13> registers{};
};

/// A context that, when switched to, calls `function(argument)` on the stack that ends at
/// `stack_top`, with interrupts enabled. When the function returns, the scheduler's
/// `thread_finished` is called.
Context make_context(std::byte *stack_top, void (*function)(void *), void *argument) noexcept;

} // namespace levitate::hal

/// Saves the running context in `from` and goes on with `to`. Interrupts must be masked.
extern "C" void switch_context(levitate::hal::Context *from, const levitate::hal::Context *to);
/// Defined by the scheduler: ends the running thread.
extern "C" [[noreturn]] void thread_finished();
