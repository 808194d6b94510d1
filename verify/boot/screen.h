// What stands on a screen, from a screenshot. Pure: bytes in, answers out.
#pragma once

#include "base/result.h"
#include "verify/boot/scenario.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

struct Screen {
  std::int64_t width = 0, height = 0;
  std::vector<std::uint32_t> pixels; ///< 0xRRGGBB, line by line

  std::uint32_t at(std::int64_t x, std::int64_t y) const {
    return pixels[static_cast<std::size_t>(y * width + x)];
  }
  /// How many different colours there are.
  std::size_t colors() const;
};

/// Decodes a binary PPM (P6, 8 bits), as QEMU's `screendump` writes it.
Result<Screen> decodePpm(std::string_view bytes);

/// A font of fixed cells.
struct Font {
  unsigned width = 0, height = 0;
  std::vector<std::vector<std::uint32_t>> glyphs; ///< rows from the top, bit `width-1` is leftmost
};
/// Decodes a PC screen font, version 1 or 2, or our own form in JSON for fonts that are drawn from
/// dots: `{"cell": [width, height], "columns": [...], "rows": [...], "glyphs": {"A": "0E11..."}}`.
/// A glyph is two hex digits for each row of dots, the rightmost dot in bit 0. Dot (c, r) covers
/// the pixels from `columns[c]` to before `columns[c + 1]`, and from `rows[r]` to before `rows[r +
/// 1]`.
Result<Font> decodeFont(std::string_view bytes);

/// The text on a screen that is set in `font`, one string a row of cells, when the cells start at
/// (x, y). A cell counts as a glyph when its two colours form exactly that glyph; what is none is
/// '\x1a'. Of equal glyphs the one with the lowest number wins.
std::vector<std::string> textOnScreen(const Screen &screen, const Font &font, std::int64_t x,
                                      std::int64_t y);

/// Holds the screen against what the check asks for. The findings, one a line; all in `wrong` must
/// be empty for the check to hold.
struct ScreenFindings {
  std::vector<std::string> right, wrong;
};
ScreenFindings examine(const Screen &screen, const Check &check, const std::vector<Font> &fonts);

} // namespace levitate::boot
