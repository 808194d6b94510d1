// The terminal's font: five by seven dots for each printable ASCII character, drawn for this
// kernel.
#pragma once
#include <array>
#include <cstdint>

namespace levitate::kernel::terminal {

inline constexpr unsigned glyph_columns = 5;
inline constexpr unsigned glyph_rows = 7;

/// Rows from the top, the leftmost dot in bit 4.
using Glyph = std::array<std::uint8_t, glyph_rows>;

/// The glyph of `character`; a filled box for what is not printable ASCII.
const Glyph &glyph_of(char character) noexcept;

} // namespace levitate::kernel::terminal
