// The VirtIO console: a further place to read what the kernel says, and to type.
#pragma once
#include "levitate/utils/result.hpp"

namespace levitate::kernel::virtual_console {

/// Takes the first console device into use: it gets all output from now on, and what comes from it
/// is input. NotFound if there is none. A console that stops taking output is given up.
utils::Result<void> start() noexcept;
bool present() noexcept;

} // namespace levitate::kernel::virtual_console
