// uart.hpp by a PL011 (Arm DDI 0183).
#include "levitate/hal/uart.hpp"

#include "levitate/hal/cpu.hpp"
#include "levitate/hal/interrupts.hpp"
#include "levitate/hal/mmio.hpp"
#include "levitate/hal/platform.hpp"
#include "levitate/utils/ring_buffer.hpp"
#include "levitate/utils/spinlock.hpp"

namespace levitate::hal {

namespace {
constexpr std::size_t data = 0x00;
constexpr std::size_t flags = 0x18;
constexpr std::size_t line_control = 0x2C;
constexpr std::size_t control = 0x30;
constexpr std::size_t interrupt_mask = 0x38;
constexpr std::size_t interrupt_clear = 0x44;

constexpr std::uint32_t receive_empty = 1U << 4;
constexpr std::uint32_t transmit_full = 1U << 5;
constexpr std::uint32_t receive_interrupt = 1U << 4;
constexpr std::uint32_t receive_timeout = 1U << 6;
constexpr std::uint32_t eight_bits_with_fifo = 3U << 5 | 1U << 4;
constexpr std::uint32_t enabled = 1U << 0 | 1U << 8 | 1U << 9; // UART, transmit, receive

constexpr PhysicalAddress default_address = 0x0900'0000;
constinit PhysicalAddress address = default_address;

constinit void (*notify_received)() = nullptr;
using Received = utils::RingBuffer<char, 256>;
constinit utils::Spinlock<Received> received;

void drain(Received &into) noexcept {
  const RegisterBlock uart(address);
  while ((uart.read(flags) & receive_empty) == 0)
    into.push(static_cast<char>(uart.read(data) & 0xFF));
}

void on_interrupt(void *) noexcept {
  {
    auto buffer = received.lock();
    // Cleared before the FIFO is drained: a character that comes in between interrupts again.
    RegisterBlock(address).write(interrupt_clear, receive_interrupt | receive_timeout);
    drain(*buffer);
  }
  notify_received();
}
} // namespace

void initialise_uart(const Platform &platform) noexcept {
  address = platform.uart;
  const RegisterBlock uart(address);
  uart.write(control, 0);
  uart.write(line_control, eight_bits_with_fifo);
  uart.write(interrupt_mask, 0);
  uart.write(control, enabled);
}

bool start_uart_receive(const Platform &platform, void (*notify)()) noexcept {
  notify_received = notify;
  if (!connect_interrupt(platform.uart_interrupt, on_interrupt, nullptr))
    return false;
  // What came before raises no interrupt if it is below the FIFO's threshold and the timeout is
  // over.
  drain(*received.lock());
  RegisterBlock(address).write(interrupt_mask, receive_interrupt | receive_timeout);
  return true;
}

void uart_write(std::string_view text) noexcept {
  const RegisterBlock uart(address);
  const auto put = [&](char c) {
    while ((uart.read(flags) & transmit_full) != 0)
      relax();
    uart.write(data, static_cast<unsigned char>(c));
  };
  for (const char c : text) {
    if (c == '\n')
      put('\r');
    put(c);
  }
}

std::optional<char> uart_read() noexcept { return received.lock()->pop(); }

} // namespace levitate::hal
