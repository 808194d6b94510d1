// Threads of the kernel: one processor, round robin, preempted by the timer.
//
// A thread runs until it waits, or for a time slice if others are ready. While a Spinlock is held
// interrupts are masked, so that nothing else runs; a thread must not wait while it holds one.
#pragma once
#include "levitate/utils/list.hpp"
#include "levitate/utils/result.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace levitate::kernel {

class Thread;

namespace scheduler {

inline constexpr std::uint32_t ticks_per_second = 100;

/// Makes the running code the first thread, "boot". Before this nothing else here may be called.
void start() noexcept;

using ThreadFunction = void (*)(void *argument);
/// A new thread that runs `function(argument)` and ends when it returns. `name` must stay valid.
/// OutOfMemory.
utils::Result<void> spawn(std::string_view name, ThreadFunction function, void *argument) noexcept;

/// Lets the other ready threads run first.
void yield() noexcept;
/// Waits for at least this long.
void sleep_milliseconds(std::uint64_t milliseconds) noexcept;
/// Called by the timer on every tick.
void on_tick() noexcept;

struct Statistics {
  std::size_t threads;
  std::uint64_t switches;
  std::uint64_t preemptions;
};
Statistics statistics() noexcept;

/// Visits name and running time in ticks of all threads.
class ThreadVisitor {
public:
  virtual void visit(std::string_view name, std::string_view state,
                     std::uint64_t ticks) noexcept = 0;

protected:
  ~ThreadVisitor() = default;
};
void each_thread(ThreadVisitor &visitor) noexcept;

} // namespace scheduler

/// Something to wait for. A signal that nobody waits for is kept; several count as one. May be
/// signalled by an interrupt handler.
class Event {
  friend struct EventAccess;
  utils::List<Thread> waiting_;
  bool signalled_ = false;

public:
  static constexpr std::uint64_t forever = ~std::uint64_t{0};

  constexpr Event() noexcept = default;
  Event(const Event &) = delete;
  Event &operator=(const Event &) = delete;

  void signal() noexcept;
  /// Waits until signalled, at most so long; whether it was. One thread is woken by one signal.
  bool wait(std::uint64_t timeout_milliseconds = forever) noexcept;
};

/// A lock under which a thread may wait; others that want it sleep. Not for interrupt handlers.
class Mutex {
  Event released_;
  bool taken_ = false;

public:
  constexpr Mutex() noexcept = default;
  void lock() noexcept;
  void unlock() noexcept;

  class [[nodiscard]] Guard {
    Mutex &mutex_;

  public:
    explicit Guard(Mutex &mutex) noexcept : mutex_(mutex) { mutex_.lock(); }
    Guard(const Guard &) = delete;
    Guard &operator=(const Guard &) = delete;
    ~Guard() { mutex_.unlock(); }
  };
};

} // namespace levitate::kernel
