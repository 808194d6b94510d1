// timer.hpp by the generic timer (Arm ARM D12): the virtual counter and its compare register.
#include "levitate/hal/timer.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/platform.hpp"

#include <atomic>

namespace levitate::hal {

namespace {
std::uint64_t counter() noexcept {
  std::uint64_t value;
  asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(value)::"memory");
  return value;
}
std::uint64_t frequency() noexcept {
  std::uint64_t value;
  asm("mrs %0, cntfrq_el0" : "=r"(value));
  return value;
}
void set_deadline(std::uint64_t value) noexcept {
  asm volatile("msr cntv_cval_el0, %0\n\tisb" ::"r"(value));
}

struct Tick {
  void (*call)() = nullptr;
  std::uint64_t interval = 0;
  std::uint64_t next = 0;
};
constinit Tick tick;
constinit std::atomic<std::uint64_t> ticks{0};

void on_interrupt(void *) noexcept {
  // Ticks that were missed are not made up for: the next one is in the future.
  const std::uint64_t now = counter();
  while (tick.next <= now)
    tick.next += tick.interval;
  set_deadline(tick.next);
  ticks.fetch_add(1, std::memory_order_relaxed);
  tick.call();
}
} // namespace

std::uint64_t nanoseconds() noexcept {
  const std::uint64_t now = counter(), hertz = frequency();
  return now / hertz * 1'000'000'000 + now % hertz * 1'000'000'000 / hertz;
}

void delay_microseconds(std::uint64_t microseconds) noexcept {
  const std::uint64_t end = nanoseconds() + microseconds * 1000;
  while (nanoseconds() < end)
    relax();
}

bool start_tick(const Platform &platform, std::uint32_t hertz, void (*call)()) noexcept {
  tick.call = call;
  tick.interval = frequency() / hertz;
  tick.next = counter() + tick.interval;
  if (!connect_interrupt(platform.timer_interrupt, on_interrupt, nullptr))
    return false;
  set_deadline(tick.next);
  asm volatile("msr cntv_ctl_el0, %0\n\tisb" ::"r"(std::uint64_t{1}));
  return true;
}

std::uint64_t tick_count() noexcept { return ticks.load(std::memory_order_relaxed); }

} // namespace levitate::hal
