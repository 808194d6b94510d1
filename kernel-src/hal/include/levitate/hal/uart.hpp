// The serial line.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace levitate::hal {

struct Platform;

/// Takes the UART of the platform into use. Before that the line is QEMU `virt`'s, good enough for
/// messages of the first steps.
void initialise_uart(const Platform &platform) noexcept;
/// Lets received characters be collected by interrupt; after each, `notify` is called with
/// interrupts masked. Needs the interrupt controller. False if the interrupt is taken.
bool start_uart_receive(const Platform &platform, void (*notify)()) noexcept;

/// Sends text; a line feed goes as carriage return and line feed. Waits for room.
void uart_write(std::string_view text) noexcept;
/// The next received character, or nothing if there is none. Characters that nobody fetched are
/// lost beyond 256.
std::optional<char> uart_read() noexcept;

} // namespace levitate::hal
