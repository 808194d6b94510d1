// The US keyboard. Codes as in Linux's input-event-codes.h, where they follow the rows of the
// keyboard.
#include "levitate/kernel/keymap.hpp"

#include <string_view>

namespace levitate::kernel {

namespace {
constexpr std::uint16_t key_left_control = 29, key_left_shift = 42, key_right_shift = 54,
                        key_caps_lock = 58, key_right_control = 97, key_keypad_enter = 96;

// From code 1 on; a zero where a key types nothing. 28 is Enter, 14 backspace, 15 tab, 57 the space
// bar.
constexpr std::string_view plain{"\x1b"
                                 "1234567890-=\b\t"
                                 "qwertyuiop[]\n\0"
                                 "asdfghjkl;'`\0\\"
                                 "zxcvbnm,./\0*\0 ",
                                 57};
constexpr std::string_view shifted{"\x1b"
                                   "!@#$%^&*()_+\b\t"
                                   "QWERTYUIOP{}\n\0"
                                   "ASDFGHJKL:\"~\0|"
                                   "ZXCVBNM<>?\0*\0 ",
                                   57};
static_assert(plain[28 - 1] == '\n' && plain[57 - 1] == ' ' && plain[44 - 1] == 'z' &&
              shifted[2 - 1] == '!');

constexpr bool is_letter(char c) noexcept { return c >= 'a' && c <= 'z'; }
} // namespace

std::optional<char> Keymap::key(std::uint16_t code, bool down) noexcept {
  switch (code) {
  case key_left_shift:
    left_shift_ = down;
    return std::nullopt;
  case key_right_shift:
    right_shift_ = down;
    return std::nullopt;
  case key_left_control:
  case key_right_control:
    control_ = down;
    return std::nullopt;
  case key_caps_lock:
    if (down)
      caps_lock_ = !caps_lock_;
    return std::nullopt;
  default:
    break;
  }
  if (!down)
    return std::nullopt;
  if (code == key_keypad_enter)
    return '\n';
  if (code == 0 || code > plain.size())
    return std::nullopt;
  const char base = plain[code - 1U];
  const bool shift = (left_shift_ || right_shift_) != (caps_lock_ && is_letter(base));
  const char typed = shift ? shifted[code - 1U] : base;
  if (typed == '\0')
    return std::nullopt;
  if (control_ && is_letter(base))
    return static_cast<char>(base - 'a' + 1);
  return typed;
}

} // namespace levitate::kernel
