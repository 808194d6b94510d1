// What the kernel says: to the serial line, to the screen once there is one, and into a buffer that
// `dmesg` shows.
#pragma once
#include "levitate/utils/format.hpp"

namespace levitate::kernel {

/// The writer to serial line and screen, without the log's buffer: for the shell and for test
/// results.
utils::Writer &console() noexcept;
/// The writer to serial line, screen and the log's buffer.
utils::Writer &log_writer() noexcept;

/// A further place where all output goes (the screen, a virtual console). False if there are too
/// many.
bool add_output(utils::Writer &output) noexcept;
/// Writes the log so far, oldest first, to `to`.
void replay_log(utils::Writer &to) noexcept;

/// One whole line of the log: `[tag] message`.
template <class... Args>
void log(std::string_view tag, utils::FormatString<std::type_identity_t<Args>...> pattern,
         const Args &...arguments) noexcept {
  char buffer[240];
  utils::BufferWriter line({buffer, sizeof(buffer) - 1});
  utils::format(line, "[{}] ", tag);
  utils::format<Args...>(line, pattern, arguments...);
  buffer[line.view().size()] = '\n';
  log_writer().write({buffer, line.view().size() + 1});
}

/// Formatted text to the console.
template <class... Args>
void print(utils::FormatString<std::type_identity_t<Args>...> pattern,
           const Args &...arguments) noexcept {
  utils::format<Args...>(console(), pattern, arguments...);
}

} // namespace levitate::kernel
