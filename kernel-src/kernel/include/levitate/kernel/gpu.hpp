// The display: a framebuffer of 1280 by 800 pixels.
#pragma once
#include "levitate/kernel/terminal/terminal.hpp"
#include "levitate/utils/result.hpp"

namespace levitate::kernel::gpu {

inline constexpr std::uint32_t width = 1280;
inline constexpr std::uint32_t height = 800;

/// Takes the first display into use. NotFound if the machine has none: then the serial line is the
/// only console.
utils::Result<void> initialise() noexcept;
bool present() noexcept;

/// The framebuffer; without a display it is empty.
terminal::Picture picture() noexcept;
/// Shows what was drawn in this part of the framebuffer.
utils::Result<void> show(const terminal::Rectangle &part) noexcept;

} // namespace levitate::kernel::gpu
