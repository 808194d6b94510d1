// Self-tests of memory, processor, threads and files.
#include "levitate/hal/cpu.hpp"
#include "levitate/hal/device_tree.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/kernel/boot.hpp"
#include "levitate/kernel/files.hpp"
#include "levitate/kernel/log.hpp"
#include "levitate/kernel/options.hpp"
#include "levitate/kernel/scheduler.hpp"
#include "levitate/kernel/self_test.hpp"
#include "levitate/kernel/virtio.hpp"
#include "levitate/utils/format.hpp"

#include <array>
#include <atomic>
#include <cstring>

namespace levitate::kernel::self_test {

namespace {

// The host may take the processor away for long, so that no test expects anything to be quick. What
// must happen is waited for, far longer than it takes.
constexpr std::uint64_t patience_milliseconds = 20'000;

template <class Condition> bool eventually(Condition condition) noexcept {
  const std::uint64_t end = hal::nanoseconds() + patience_milliseconds * 1'000'000;
  while (!condition()) {
    if (hal::nanoseconds() >= end)
      return false;
    scheduler::sleep_milliseconds(10);
  }
  return true;
}

void stages(Context &context) noexcept {
  context.expect(current_stage() == BootStage::SteadyState, "the boot has reached its last stage");
}

void formatting(Context &context) noexcept {
  std::array<char, 64> buffer;
  context.expect(utils::format_to(buffer, "{} {:#x} {:04}", -5, 255U, 7U) == "-5 0xff 0007",
                 "numbers are formatted");
}

void memory_functions(Context &context) noexcept {
  std::array<unsigned char, 300> a{}, b{};
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] = static_cast<unsigned char>(i * 7);
  for (std::size_t to = 0; to < 9; ++to)
    for (std::size_t from = 0; from < 9; ++from) {
      std::memset(b.data(), 0xEE, b.size());
      std::memcpy(b.data() + to, a.data() + from, 200);
      context.expect(std::memcmp(b.data() + to, a.data() + from, 200) == 0,
                     "memcpy copies at every alignment");
      context.expect(b[to + 200] == 0xEE && (to == 0 || b[to - 1] == 0xEE),
                     "memcpy stays in bounds");
    }
  std::memmove(a.data() + 3, a.data(), 200);
  context.expect(a[3] == 0 && a[202] == static_cast<unsigned char>(199 * 7),
                 "memmove copies overlapping memory upwards");
}

void pages(Context &context) noexcept {
  const std::size_t before = hal::memory_statistics().free_pages;
  const auto one = hal::alloc_pages(1), many = hal::alloc_pages(5);
  if (!context.expect(one && many, "pages can be allocated"))
    return;
  context.expect(*many % (8 * hal::page_size) == 0, "a block is aligned to its size");
  context.expect(hal::memory_statistics().free_pages == before - 9, "five pages come as eight");
  context.expect(!hal::free_pages(*many + hal::page_size, 1),
                 "a page inside of a block is not released");
  context.expect(hal::free_pages(*one, 1) && hal::free_pages(*many, 5), "pages are released");
  context.expect(!hal::free_pages(*one, 1), "a page is not released twice");
  context.expect(hal::memory_statistics().free_pages == before, "no page is lost");
}

void heap(Context &context) noexcept {
  const std::size_t before = hal::memory_statistics().heap_objects;
  std::array<void *, 200> objects{};
  for (std::size_t i = 0; i < objects.size(); ++i) {
    objects[i] = hal::allocate(i * 13 + 1);
    if (!context.expect(objects[i] != nullptr, "objects can be allocated"))
      return;
    std::memset(objects[i], static_cast<int>(i), i * 13 + 1);
  }
  for (std::size_t i = 0; i < objects.size(); ++i) {
    const auto *bytes = static_cast<const unsigned char *>(objects[i]);
    context.expect(bytes[0] == i && bytes[i * 13] == i, "objects do not overlap");
    hal::release(objects[i]);
  }
  context.expect(hal::memory_statistics().heap_objects == before, "no object is lost");
}

void translation(Context &context) noexcept {
  const auto page = hal::alloc_pages(1);
  if (!context.expect(page.has_value(), "a page can be allocated"))
    return;
  const auto *bytes = hal::phys_to_virt_as<const std::byte>(*page);
  context.expect(hal::virt_to_phys(bytes + 100) == *page + 100, "virt_to_phys undoes phys_to_virt");
  int on_stack = 0;
  context.expect(hal::virt_to_phys(&on_stack).has_value(), "a stack has physical addresses");
  context.expect(!hal::virt_to_phys(nullptr).has_value(), "null is mapped nowhere");
  hal::free_pages(*page, 1);
}

constinit int some_data = 1;

void write_xor_execute(Context &context) noexcept {
  const auto code = hal::translate(reinterpret_cast<const void *>(&write_xor_execute));
  const auto constant = hal::translate("text");
  const auto data = hal::translate(&some_data);
  context.expect(code && code->access == hal::Access::ReadExecute, "code is not writable");
  context.expect(constant && constant->access == hal::Access::ReadOnly, "constants are read-only");
  context.expect(data && data->access == hal::Access::ReadWrite, "data is not executable");
}

void guards(Context &context) noexcept {
  context.expect(!hal::translate(hal::boot_stack_guard()),
                 "nothing is mapped below the boot stack");
  const auto stack = hal::allocate_stack();
  if (!context.expect(stack.has_value(), "a stack can be allocated"))
    return;
  context.expect(hal::translate(stack->top - 1).has_value(), "the top of a stack is mapped");
  context.expect(hal::translate(stack->top - hal::Stack::size).has_value(), "its bottom is mapped");
  context.expect(!hal::translate(stack->top - hal::Stack::size - 1),
                 "nothing is mapped below a stack");
  context.expect(!hal::translate(stack->top), "nothing is mapped above a stack");
  hal::release_stack(*stack);
}

void dma(Context &context) noexcept {
  using virtio::VirtioHal;
  using virtio_drivers::BufferDirection;
  const std::size_t before = hal::dma_statistics().pages;
  const auto region =
      VirtioHal::dma_alloc(LEVITATE_DMA_PAGES(2 * hal::page_size + 1), BufferDirection::Both);
  if (!context.expect(region.virtual_address != nullptr, "DMA memory can be allocated"))
    return;
  context.expect(hal::dma_statistics().pages == before + 3, "DMA memory is counted");
  bool zero = true;
  for (std::size_t i = 0; i < 3 * hal::page_size; ++i)
    zero = zero && region.virtual_address[i] == std::byte{0};
  context.expect(zero, "DMA memory is zeroed");
  context.expect(VirtioHal::share(region.virtual_address + 10, 5000, BufferDirection::Both) ==
                     region.physical + 10,
                 "sharing a buffer is translation");
  context.expect(VirtioHal::share(nullptr, 10, BufferDirection::Both) ==
                     virtio_drivers::invalid_address,
                 "what is not mapped is not shared");
  context.expect(!VirtioHal::dma_dealloc(region.physical, region.virtual_address + 1, 3),
                 "another address is refused");
  context.expect(VirtioHal::dma_dealloc(region.physical, region.virtual_address, 3),
                 "DMA memory is released");
  context.expect(hal::dma_statistics().pages == before, "and no longer counted");
}

void device_tree_reading(Context &context) noexcept {
  const hal::DeviceTree &tree = device_tree();
  context.expect(tree.find_path("/chosen").has_value(), "there is /chosen");
  context.expect(tree.find_compatible("arm,pl011").has_value(), "there is a UART");
  context.expect(!tree.find_path("/no/such/node").has_value(), "what is not there is not found");
}

void time(Context &context) noexcept {
  std::uint64_t last = hal::nanoseconds();
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t now = hal::nanoseconds();
    context.expect(now >= last, "time does not go back");
    last = now;
  }
  const std::uint64_t start = hal::nanoseconds();
  hal::delay_microseconds(1000);
  context.expect(hal::nanoseconds() - start >= 1'000'000, "a delay is not shorter than asked for");
}

void ticks(Context &context) noexcept {
  const std::uint64_t before = hal::tick_count(), interrupts = hal::interrupt_statistics().handled;
  context.expect(hal::interrupts_enabled(), "interrupts are let in");
  context.expect(eventually([&] { return hal::tick_count() >= before + 2; }), "the timer ticks");
  context.expect(hal::interrupt_statistics().handled > interrupts, "interrupts are handled");
  context.expect(hal::interrupt_statistics().unexpected == 0,
                 "no interrupt came that nobody waits for");
}

void firmware(Context &context) noexcept {
  context.expect(hal::psci_version() >> 16 >= 1 || (hal::psci_version() & 0xFFFF) >= 2,
                 "PSCI 0.2 or later");
}

// Threads.

struct Spinner {
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> rounds{0};
  Event finished;
};

void spin(void *argument) noexcept {
  auto &spinner = *static_cast<Spinner *>(argument);
  while (!spinner.stop.load())
    spinner.rounds.fetch_add(1);
  spinner.finished.signal();
}

void preemption(Context &context) noexcept {
  // Neither of the two ever waits: only the timer lets this thread go on.
  Spinner a, b;
  if (!context.expect(scheduler::spawn("spin-a", spin, &a) && scheduler::spawn("spin-b", spin, &b),
                      "threads can be made"))
    return;
  const std::uint64_t preemptions = scheduler::statistics().preemptions;
  const bool ran = eventually([&] {
    return a.rounds.load() != 0 && b.rounds.load() != 0 &&
           scheduler::statistics().preemptions > preemptions;
  });
  a.stop.store(true);
  b.stop.store(true);
  context.expect(a.finished.wait(patience_milliseconds) && b.finished.wait(patience_milliseconds),
                 "threads end");
  context.expect(ran, "both threads ran, and were preempted");
}

void sleeping(Context &context) noexcept {
  const std::uint64_t start = hal::nanoseconds();
  scheduler::sleep_milliseconds(30);
  context.expect(hal::nanoseconds() - start >= 30'000'000, "sleep is not shorter than asked for");
}

void wake(void *argument) noexcept { static_cast<Event *>(argument)->signal(); }

void events(Context &context) noexcept {
  Event event;
  context.expect(!event.wait(20), "an event that nobody signals times out");
  if (!context.expect(scheduler::spawn("wake", wake, &event).ok(), "a thread can be made"))
    return;
  context.expect(event.wait(patience_milliseconds), "a signal wakes the one who waits");
  event.signal();
  event.signal();
  context.expect(event.wait(0), "a signal is kept");
  context.expect(!event.wait(0), "several signals count as one");
}

struct Shared {
  Mutex mutex;
  unsigned inside = 0;
  unsigned collisions = 0;
  unsigned rounds = 0;
  Event finished;
};

void work(Shared &shared) noexcept {
  for (int i = 0; i < 10; ++i) {
    const Mutex::Guard guard(shared.mutex);
    shared.collisions += shared.inside++ != 0;
    scheduler::yield();
    --shared.inside;
    ++shared.rounds;
  }
}

void work_and_signal(void *argument) noexcept {
  auto &shared = *static_cast<Shared *>(argument);
  work(shared);
  shared.finished.signal();
}

void mutual_exclusion(Context &context) noexcept {
  Shared shared;
  if (!context.expect(scheduler::spawn("worker", work_and_signal, &shared).ok(),
                      "a thread can be made"))
    return;
  work(shared);
  context.expect(shared.finished.wait(patience_milliseconds), "the other one gets through");
  context.expect(shared.rounds == 20, "both threads got the mutex each time");
  context.expect(shared.collisions == 0, "never both at once");
}

void stacks_are_reused(Context &context) noexcept {
  const std::size_t before = hal::memory_statistics().free_pages;
  for (int i = 0; i < 40; ++i) {
    Event event;
    if (!context.expect(scheduler::spawn("short", wake, &event).ok(), "a thread can be made") ||
        !context.expect(event.wait(patience_milliseconds), "it runs"))
      return;
    scheduler::yield();
  }
  context.expect(before - hal::memory_statistics().free_pages < 64,
                 "ended threads give their stacks back");
}

// Files.

void initial_files(Context &context) noexcept {
  if (!files::has_initial_ram_disk())
    return context.skip("no initramfs");
  class Counter final : public fs::EntryVisitor {
  public:
    unsigned count = 0;
    void visit(std::string_view, const fs::Entry &) noexcept override { ++count; }
  } counter;
  context.expect(files::list("/", counter).ok(), "the root can be listed");
  context.expect(counter.count != 0, "the root is not empty");
  const auto missing = files::open("/no such file");
  context.expect(!missing && missing.error() == utils::Error::NotFound,
                 "what is not there is not found");
}

void log_is_kept(Context &context) noexcept {
  class Finder final : public utils::Writer {
  public:
    bool found = false;
    char last[8]{};
    void write(std::string_view text) noexcept override {
      for (const char c : text) {
        for (std::size_t i = 1; i < sizeof(last); ++i)
          last[i - 1] = last[i];
        last[sizeof(last) - 1] = c;
        found = found || std::string_view(last, 7) == "Stage 5";
      }
    }
  } finder;
  replay_log(finder);
  context.expect(finder.found, "the log holds the last stage");
}

constexpr Test tests[] = {
    {"boot: stages", stages},
    {"utils: formatting", formatting},
    {"utils: memory functions", memory_functions},
    {"memory: pages", pages},
    {"memory: heap", heap},
    {"mmu: translation", translation},
    {"mmu: W^X", write_xor_execute},
    {"mmu: guard pages", guards},
    {"dma: regions and sharing", dma},
    {"device tree: look-up", device_tree_reading},
    {"timer: monotonic", time},
    {"timer: ticks by interrupt", ticks},
    {"firmware: PSCI", firmware},
    {"threads: preemption", preemption},
    {"threads: sleep", sleeping},
    {"threads: events", events},
    {"threads: mutex", mutual_exclusion},
    {"threads: stacks are reused", stacks_are_reused},
    {"files: initramfs", initial_files},
    {"log: history", log_is_kept},
};

} // namespace

std::span<const Test> system_tests() noexcept { return tests; }

} // namespace levitate::kernel::self_test
