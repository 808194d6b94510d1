// What a user types and points at: serial line, keyboard, tablet, virtual console, in one stream of
// characters.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace levitate::hal {
struct Platform;
}

namespace levitate::kernel::input {

/// Takes all input devices into use and lets the serial line's receiver interrupt. Returns the
/// number of VirtIO input devices.
std::size_t initialise(const hal::Platform &platform) noexcept;

/// The next character; waits for one, at most so long (in milliseconds).
std::optional<char> read(std::uint64_t timeout_milliseconds) noexcept;
/// Characters from elsewhere (a virtual console).
void feed(std::string_view characters) noexcept;

/// Where the tablet points, 0 to 32767 both ways, and whether its button is down.
struct Pointer {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  bool pressed = false;
};
Pointer pointer() noexcept;

struct Statistics {
  std::size_t devices = 0;
  std::uint64_t key_events = 0;
  std::uint64_t pointer_events = 0;
};
Statistics statistics() noexcept;

} // namespace levitate::kernel::input
