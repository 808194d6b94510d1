// From key codes (evdev, as VirtIO input devices send them) to characters of a US keyboard.
#pragma once
#include <cstdint>
#include <optional>

namespace levitate::kernel {

/// Follows the modifier keys. Not synchronised.
class Keymap {
  bool left_shift_ = false;
  bool right_shift_ = false;
  bool control_ = false;
  bool caps_lock_ = false;

public:
  /// A key went down (or repeats) or up; the character that it types, if any.
  std::optional<char> key(std::uint16_t code, bool down) noexcept;
};

} // namespace levitate::kernel
