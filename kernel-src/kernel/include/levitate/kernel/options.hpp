// The kernel's command line: words, separated by blanks; `name` or `name=value`.
//
//   selftest      run the self-test instead of the shell, and end with its result
//   poweroff      power off once the system is up
//   nonce=TEXT    is repeated in the line that says that all went well
//   no-indirect   VirtIO drivers do without indirect descriptors
//   no-event-index   and without the event index, even if a device offers them
//   semihosting   end by semihosting, with a status: 0 well, 1 self-test failed, 3 panic
#pragma once
#include <string_view>

namespace levitate::kernel {

struct Options {
  bool self_test = false;
  bool power_off = false;
  bool semihosting = false;
  bool indirect_descriptors = true;
  bool event_index = true;
  std::string_view nonce;
};

/// Unknown words are passed over. The views point into `command_line`.
Options parse_options(std::string_view command_line) noexcept;

/// The options of this boot; all off until set.
const Options &options() noexcept;
void set_options(const Options &options) noexcept;

/// ` nonce=TEXT`, or nothing if none was given: the end of a success line.
struct NonceText {
  char text[80];
  std::size_t size;
  std::string_view view() const noexcept { return {text, size}; }
};
NonceText nonce_text() noexcept;

} // namespace levitate::kernel
