// The panic block. It writes to the serial line directly: locks may be held by the code that
// failed.
#include "levitate/kernel/panic.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/memory.hpp"
#include "levitate/hal/mmu.hpp"
#include "levitate/hal/power.hpp"
#include "levitate/hal/timer.hpp"
#include "levitate/hal/uart.hpp"
#include "levitate/kernel/options.hpp"
#include "levitate/utils/format.hpp"
#include "levitate/utils/interrupt_mask.hpp"

#include <atomic>

extern "C" {
extern std::byte image_start[], rodata_start[];
}

namespace levitate::kernel {

namespace {
constinit std::atomic<bool> panicking{false};

class Serial final : public utils::Writer {
public:
  void write(std::string_view text) noexcept override { hal::uart_write(text); }
};

// Follows frame records: each holds the caller's record and the return address. Records must
// ascend, as stacks grow down, and lie in the upper half, so that a broken chain ends instead of
// faulting.
void print_backtrace(utils::Writer &to, std::uint64_t record, std::uint64_t first) noexcept {
  const auto in_code = [](std::uint64_t address) {
    return address >= reinterpret_cast<std::uintptr_t>(image_start) &&
           address < reinterpret_cast<std::uintptr_t>(rodata_start);
  };
  unsigned depth = 0;
  if (first != 0)
    utils::format(to, "  #{} {:#016x}\n", depth++, first);
  constexpr unsigned max_depth = 24;
  while (depth < max_depth && record >= hal::kernel_base && record % 16 == 0) {
    const auto *frame = reinterpret_cast<const std::uint64_t *>(record);
    if (!in_code(frame[1]))
      return;
    utils::format(to, "  #{} {:#016x}\n", depth++, frame[1]);
    if (frame[0] <= record)
      return;
    record = frame[0];
  }
}

void print_registers(utils::Writer &to, const hal::TrapFrame &frame) noexcept {
  for (std::size_t i = 0; i < frame.x.size(); ++i)
    utils::format(to, "  x{:<2} {:016x}{}", i, frame.x[i], i % 4 == 3 ? "\n" : "");
  utils::format(to, "\n  sp  {:016x}  pc  {:016x}  psr {:016x}\n  esr {:016x}  far {:016x}\n",
                frame.stack_pointer, frame.program_counter, frame.status, frame.syndrome,
                frame.fault_address);
}

[[noreturn]] void end(std::string_view reason, const hal::TrapFrame *frame, std::uint64_t record,
                      std::uint64_t first) noexcept {
  utils::mask_interrupts();
  Serial serial;
  if (panicking.exchange(true)) {
    serial.write("\npanic while panicking\n");
    hal::exit(panic_status, options().semihosting);
  }
  utils::format(serial, "\n=== KERNEL PANIC ===\nreason: {}\nuptime: {} ms\n", reason,
                hal::nanoseconds() / 1'000'000);
  if (frame != nullptr) {
    serial.write("registers:\n");
    print_registers(serial, *frame);
  }
  serial.write("backtrace:\n");
  print_backtrace(serial, record, first);
  serial.write("=== END OF PANIC ===\n");
  hal::exit(panic_status, options().semihosting);
}

void on_exception(const hal::TrapFrame &frame, std::string_view what) noexcept {
  end(what, &frame, frame.x[29], frame.program_counter);
}
} // namespace

void panic(std::string_view reason) noexcept {
  end(reason, nullptr, reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)), 0);
}

void install_panic_handler() noexcept { hal::set_fatal_handler(on_exception); }

} // namespace levitate::kernel
