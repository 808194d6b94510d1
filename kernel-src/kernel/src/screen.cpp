// The terminal on the display. A thread of its own draws, so that writing costs no more than
// storing characters.
#include "levitate/kernel/screen.hpp"

#include "levitate/hal/timer.hpp"
#include "levitate/kernel/gpu.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/terminal/terminal.hpp"
#include "levitate/utils/spinlock.hpp"

#include <atomic>

namespace levitate::kernel::screen {

namespace {
constinit utils::Spinlock<terminal::Terminal> current;
constinit Event written;
constinit std::atomic<std::uint64_t> writes{0};
constinit std::atomic<std::uint64_t> drawn{0}; // the value of `writes` that is shown
constinit std::atomic<std::uint64_t> update_count{0};

// Output that comes in bursts is drawn together.
constexpr std::uint64_t burst_milliseconds = 20;

class Screen final : public utils::Writer {
public:
  void write(std::string_view text) noexcept override {
    current.lock()->write(text);
    writes.fetch_add(1);
    written.signal();
  }
};
constinit Screen writer;

void draw() noexcept {
  const std::uint64_t seen = writes.load();
  const terminal::Rectangle part = current.lock()->render(gpu::picture());
  if (!part.empty()) {
    (void)gpu::show(part);
    update_count.fetch_add(1);
  }
  drawn.store(seen);
}

void run(void *) noexcept {
  for (;;) {
    written.wait();
    draw();
    scheduler::sleep_milliseconds(burst_milliseconds);
  }
}
} // namespace

utils::Result<void> start() noexcept {
  replay_log(writer);
  if (!add_output(writer))
    return utils::Error::NoSpace;
  return scheduler::spawn("screen", run, nullptr);
}

void settle() noexcept {
  const std::uint64_t wanted = writes.load();
  constexpr unsigned steps = 1000;
  for (unsigned i = 0; i < steps && drawn.load() < wanted; ++i)
    scheduler::sleep_milliseconds(10);
}

std::uint64_t updates() noexcept { return update_count.load(); }
char character_at(unsigned column, unsigned row) noexcept {
  return current.lock()->at(column, row).character;
}

} // namespace levitate::kernel::screen
