// The display.
#pragma once
#include "levitate/utils/result.hpp"

namespace levitate::kernel::gpu {

/// Looks for a display. NotFound if the machine has none: then the serial line is the only console.
utils::Result<void> initialise() noexcept;

} // namespace levitate::kernel::gpu
