// The scheduler. Its state belongs to the one processor; masking interrupts is the lock.
//
// A thread is in one list: of the ready ones, of the sleeping ones, or of those that wait for an
// Event (then, with a timeout, it is found through the list of all threads). The running thread is
// in none.
#include "levitate/kernel/scheduler.hpp"

#include "levitate/hal/context.hpp"
#include "levitate/hal/cpu.hpp"
#include "levitate/hal/exceptions.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/kernel/panic.hpp"
#include "levitate/utils/interrupt_mask.hpp"

#include <new>
#include <optional>

namespace levitate::kernel {

class Thread : public utils::ListNode {
public:
  enum class State : std::uint8_t { Running, Ready, Waiting, Finished };

  std::string_view name;
  hal::Context context{};
  std::optional<hal::Stack> stack; // none: the boot stack
  State state = State::Ready;
  bool woken_by_event = false;
  std::uint64_t deadline = Event::forever; // in nanoseconds
  utils::List<Thread> *waiting_in = nullptr;
  std::uint64_t ticks = 0;
  Thread *next_of_all = nullptr;
};

namespace {
constexpr unsigned slice_in_ticks = 2;

struct State {
  Thread *current = nullptr;
  Thread *idle = nullptr;
  Thread *finished = nullptr; // whose stack is still in use until the next thread runs
  Thread *all = nullptr;
  utils::List<Thread> ready;
  unsigned slice_left = slice_in_ticks;
  bool wants_switch = false;
  scheduler::Statistics statistics{};
};
constinit State state;

void make_ready(Thread &thread) noexcept {
  thread.state = Thread::State::Ready;
  thread.deadline = Event::forever;
  thread.waiting_in = nullptr;
  state.ready.push_back(thread);
}

void forget(Thread &thread) noexcept {
  for (Thread **link = &state.all; *link != nullptr; link = &(*link)->next_of_all)
    if (*link == &thread) {
      *link = thread.next_of_all;
      break;
    }
  --state.statistics.threads;
  if (thread.stack)
    hal::release_stack(*thread.stack);
  hal::release(&thread);
}

// Runs the next thread; returns when this one is switched to again. Interrupts are masked. The
// running thread has been put where it belongs.
void switch_away() noexcept {
  Thread *next = state.ready.pop_front();
  if (next == nullptr)
    next = state.idle;
  state.wants_switch = false;
  state.slice_left = slice_in_ticks;
  Thread *previous = state.current;
  next->state = Thread::State::Running;
  if (next == previous)
    return;
  if (previous == state.idle)
    previous->state = Thread::State::Ready;
  state.current = next;
  ++state.statistics.switches;
  switch_context(&previous->context, &next->context);
  // Here another time: as the thread that was switched to.
  if (state.finished != nullptr) {
    Thread *gone = state.finished;
    state.finished = nullptr;
    forget(*gone);
  }
}

void reschedule() noexcept {
  if (state.current != state.idle)
    make_ready(*state.current);
  switch_away();
}

// The end of an interrupt.
void after_interrupt() noexcept {
  if (state.current == nullptr || !state.wants_switch)
    return;
  if (state.current != state.idle)
    ++state.statistics.preemptions;
  reschedule();
}

void run_idle(void *) noexcept {
  for (;;)
    hal::wait_for_interrupt();
}

Thread *make_thread(std::string_view name) noexcept {
  void *memory = hal::allocate(sizeof(Thread));
  if (memory == nullptr)
    return nullptr;
  auto *thread = ::new (memory) Thread;
  thread->name = name;
  const utils::InterruptMask masked;
  thread->next_of_all = state.all;
  state.all = thread;
  ++state.statistics.threads;
  return thread;
}

// The running thread waits in `queue` (if any) until `deadline` or until it is woken. Interrupts
// are masked.
bool wait_in(utils::List<Thread> *queue, std::uint64_t deadline) noexcept {
  Thread &self = *state.current;
  require(&self != state.idle, "the idle thread must not wait");
  self.state = Thread::State::Waiting;
  self.deadline = deadline;
  self.waiting_in = queue;
  self.woken_by_event = false;
  if (queue != nullptr)
    queue->push_back(self);
  switch_away();
  return self.woken_by_event;
}

std::uint64_t deadline_after(std::uint64_t milliseconds) noexcept {
  constexpr std::uint64_t nanoseconds_per_millisecond = 1'000'000;
  return milliseconds == Event::forever
             ? Event::forever
             : hal::nanoseconds() + milliseconds * nanoseconds_per_millisecond;
}
} // namespace

namespace scheduler {

void start() noexcept {
  Thread *boot = make_thread("boot");
  require(boot != nullptr, "no memory for the first thread");
  boot->state = Thread::State::Running;
  state.current = boot;
  require(spawn("idle", run_idle, nullptr).ok(), "no memory for the idle thread");
  const utils::InterruptMask masked;
  state.idle = state.ready.pop_front();
  hal::set_interrupt_tail(after_interrupt);
}

utils::Result<void> spawn(std::string_view name, ThreadFunction function, void *argument) noexcept {
  const auto stack = hal::allocate_stack();
  if (!stack)
    return utils::Error::OutOfMemory;
  Thread *thread = make_thread(name);
  if (thread == nullptr) {
    hal::release_stack(*stack);
    return utils::Error::OutOfMemory;
  }
  thread->stack = stack;
  thread->context = hal::make_context(stack->top, function, argument);
  const utils::InterruptMask masked;
  make_ready(*thread);
  return {};
}

void yield() noexcept {
  const utils::InterruptMask masked;
  if (!state.ready.empty())
    reschedule();
}

void sleep_milliseconds(std::uint64_t milliseconds) noexcept {
  const utils::InterruptMask masked;
  wait_in(nullptr, deadline_after(milliseconds));
}

void on_tick() noexcept {
  if (state.current == nullptr)
    return;
  ++state.current->ticks;
  const std::uint64_t now = hal::nanoseconds();
  for (Thread *thread = state.all; thread != nullptr; thread = thread->next_of_all) {
    if (thread->state != Thread::State::Waiting || thread->deadline > now)
      continue;
    if (thread->waiting_in != nullptr)
      thread->waiting_in->remove(*thread);
    make_ready(*thread);
  }
  if (state.ready.empty())
    return;
  if (state.current == state.idle || --state.slice_left == 0)
    state.wants_switch = true;
}

Statistics statistics() noexcept {
  const utils::InterruptMask masked;
  return state.statistics;
}

void each_thread(ThreadVisitor &visitor) noexcept {
  // Threads end rarely and only this visitor's output lies between the steps, so each step is
  // masked for itself.
  constexpr std::string_view names[] = {"running", "ready", "waiting", "finished"};
  for (std::size_t index = 0;; ++index) {
    std::string_view name, what;
    std::uint64_t ticks = 0;
    {
      const utils::InterruptMask masked;
      const Thread *thread = state.all;
      for (std::size_t i = 0; thread != nullptr && i < index; ++i)
        thread = thread->next_of_all;
      if (thread == nullptr)
        return;
      name = thread->name;
      what = names[static_cast<std::size_t>(thread->state)];
      ticks = thread->ticks;
    }
    visitor.visit(name, what, ticks);
  }
}

} // namespace scheduler

void Event::signal() noexcept {
  const utils::InterruptMask masked;
  Thread *thread = waiting_.pop_front();
  if (thread == nullptr) {
    signalled_ = true;
    return;
  }
  thread->woken_by_event = true;
  make_ready(*thread);
  // From an interrupt: run the woken thread at its end rather than at the next tick.
  state.wants_switch = true;
}

bool Event::wait(std::uint64_t timeout_milliseconds) noexcept {
  const utils::InterruptMask masked;
  if (signalled_) {
    signalled_ = false;
    return true;
  }
  if (timeout_milliseconds == 0)
    return false;
  return wait_in(&waiting_, deadline_after(timeout_milliseconds));
}

void Mutex::lock() noexcept {
  const utils::InterruptMask masked;
  while (taken_)
    released_.wait();
  taken_ = true;
}

void Mutex::unlock() noexcept {
  const utils::InterruptMask masked;
  taken_ = false;
  released_.signal();
}

} // namespace levitate::kernel

extern "C" void thread_finished() {
  using namespace levitate;
  utils::mask_interrupts();
  // One that ended before may still be there, if only new threads ran since.
  if (kernel::state.finished != nullptr)
    kernel::forget(*kernel::state.finished);
  kernel::state.current->state = kernel::Thread::State::Finished;
  kernel::state.finished = kernel::state.current;
  kernel::switch_away();
  kernel::panic("a finished thread ran again");
}
