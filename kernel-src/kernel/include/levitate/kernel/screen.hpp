// The terminal on the display: what the kernel writes appears there within a few hundredths of a
// second.
#pragma once
#include "levitate/utils/result.hpp"

#include <cstdint>

namespace levitate::kernel::screen {

/// Shows the log so far and everything that is written from now on. Needs the display and the
/// scheduler.
utils::Result<void> start() noexcept;
/// Waits until everything that was written before is shown, or ten seconds have gone by.
void settle() noexcept;
/// How often the display was updated.
std::uint64_t updates() noexcept;
/// The character at a place of the screen.
char character_at(unsigned column, unsigned row) noexcept;

} // namespace levitate::kernel::screen
