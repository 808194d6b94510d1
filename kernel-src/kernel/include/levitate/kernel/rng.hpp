// Random bytes from the machine.
#pragma once
#include "levitate/utils/result.hpp"

#include <cstddef>
#include <span>

namespace levitate::kernel::rng {

/// Takes the first entropy device into use. NotFound if there is none.
utils::Result<void> initialise() noexcept;
bool present() noexcept;
/// Fills the buffer, which must be physically contiguous. NotFound without a device.
utils::Result<void> fill(std::span<std::byte> buffer) noexcept;

} // namespace levitate::kernel::rng
