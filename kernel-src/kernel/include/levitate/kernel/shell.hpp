// The shell on all consoles.
#pragma once
#include <string_view>

namespace levitate::kernel::shell {

/// Reads commands and runs them, for good. `maintenance` is the shell without files.
[[noreturn]] void run(bool maintenance) noexcept;
/// Runs one command line. False if there is no such command.
bool execute(std::string_view line) noexcept;

} // namespace levitate::kernel::shell
