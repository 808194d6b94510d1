// The end of a kernel that cannot go on: a block of text in a fixed form, then the machine stops
// with a status.
#pragma once
#include "levitate/hal/exceptions.hpp"

#include <string_view>

namespace levitate::kernel {

/// The status with which a panic ends the machine (see options.hpp); the others are 0, success, and
/// self_test_failed.
inline constexpr std::uint8_t panic_status = 3;
inline constexpr std::uint8_t self_test_failed_status = 1;

/// Prints the panic block with a backtrace of the caller and stops the machine.
[[noreturn]] void panic(std::string_view reason) noexcept;

/// Lets exceptions end in a panic that shows the registers.
void install_panic_handler() noexcept;

/// Expected to hold; panics with the text if not.
inline void require(bool condition, std::string_view reason) noexcept {
  if (!condition)
    panic(reason);
}

} // namespace levitate::kernel
