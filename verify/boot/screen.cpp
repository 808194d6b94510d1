#include "verify/boot/screen.h"

#include "base/json.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <map>
#include <unordered_set>

namespace levitate::boot {

namespace {

std::string colorText(std::uint32_t color) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", color & 0xFFFFFFU);
  return text.data();
}

std::uint32_t littleEndian(std::string_view bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[offset + i])} << (8 * i);
  return value;
}

} // namespace

std::size_t Screen::colors() const {
  return std::unordered_set<std::uint32_t>(pixels.begin(), pixels.end()).size();
}

Result<Screen> decodePpm(std::string_view bytes) {
  const Error broken = Error::environment("the screenshot is no binary PPM of 8 bits");
  if (!bytes.starts_with("P6"))
    return broken;
  std::array<std::int64_t, 3> header{};
  std::size_t at = 2;
  for (std::int64_t &number : header) {
    while (at < bytes.size() &&
           (std::isspace(static_cast<unsigned char>(bytes[at])) != 0 || bytes[at] == '#')) {
      if (bytes[at] == '#')
        at = std::min(bytes.find('\n', at), bytes.size());
      else
        ++at;
    }
    const std::size_t start = at;
    for (; at < bytes.size() && at < start + 6 && bytes[at] >= '0' && bytes[at] <= '9'; ++at)
      number = number * 10 + (bytes[at] - '0');
    if (at == start)
      return broken;
  }
  ++at;
  const auto [width, height, maximum] = header;
  if (maximum != 255 || width <= 0 || height <= 0 || width > 32768 || height > 32768 ||
      at > bytes.size() || bytes.size() - at < static_cast<std::size_t>(width * height * 3))
    return broken;
  Screen screen{width, height, {}};
  screen.pixels.reserve(static_cast<std::size_t>(width * height));
  const auto *data = reinterpret_cast<const unsigned char *>(bytes.data()) + at;
  for (std::int64_t i = 0; i < width * height; ++i, data += 3)
    screen.pixels.push_back(std::uint32_t{data[0]} << 16U | std::uint32_t{data[1]} << 8U | data[2]);
  return screen;
}

static Result<Font> decodeJsonFont(std::string_view bytes) {
  LEVITATE_TRY(root, JsonDocument::parse(std::string(bytes), "font"));
  LEVITATE_CHECK(root.onlyKeys({"why", "cell", "columns", "rows", "glyphs"}));
  const auto numbers = [&](const std::string &key) -> Result<std::vector<unsigned>> {
    LEVITATE_TRY(value, root.at(key));
    LEVITATE_TRY(list, value.array());
    std::vector<unsigned> result;
    for (const JsonValue &entry : list) {
      LEVITATE_TRY(number, entry.integer());
      if (number < 0 || number > 64)
        return entry.error("expected a number between 0 and 64");
      result.push_back(static_cast<unsigned>(number));
    }
    return result;
  };
  LEVITATE_TRY(cell, numbers("cell"));
  LEVITATE_TRY(columns, numbers("columns"));
  LEVITATE_TRY(rows, numbers("rows"));
  LEVITATE_TRY(glyphs, root.at("glyphs"));
  LEVITATE_TRY(members, glyphs.members());
  if (cell.size() != 2 || cell[0] == 0 || cell[0] > 32 || cell[1] == 0 || columns.size() < 2 ||
      columns.size() > 9 || rows.size() < 2 || columns.back() > cell[0] || rows.back() > cell[1])
    return root.error("a cell is at most 32 by 64 pixels and holds all its dots");
  Font font{cell[0], cell[1], {}};
  font.glyphs.resize(128);
  for (const auto &[name, member] : members) {
    LEVITATE_TRY(text, member.string());
    const auto dots = fromHex(text);
    if (name.size() != 1 || static_cast<unsigned char>(name[0]) >= 128 || !dots ||
        dots->size() != rows.size() - 1)
      return member.error("expected a character of ASCII and two hex digits for each row");
    std::vector<std::uint32_t> pixels(font.height, 0);
    for (std::size_t row = 0; row + 1 < rows.size(); ++row)
      for (std::size_t column = 0; column + 1 < columns.size(); ++column) {
        const unsigned bit = static_cast<unsigned>(columns.size() - 2 - column);
        if ((static_cast<unsigned char>((*dots)[row]) >> bit & 1U) == 0)
          continue;
        for (unsigned y = rows[row]; y < rows[row + 1]; ++y)
          for (unsigned x = columns[column]; x < columns[column + 1]; ++x)
            pixels[y] |= std::uint32_t{1} << (font.width - 1 - x);
      }
    font.glyphs[static_cast<unsigned char>(name[0])] = std::move(pixels);
  }
  return font;
}

Result<Font> decodeFont(std::string_view bytes) {
  if (bytes.starts_with('{'))
    return decodeJsonFont(bytes);
  const Error broken = Error::environment("the font is neither a PSF file nor JSON");
  Font font;
  std::size_t at = 0, count = 0, glyphBytes = 0;
  if (bytes.size() >= 4 && bytes.substr(0, 2) == "\x36\x04") {
    font.width = 8;
    font.height = static_cast<unsigned char>(bytes[3]);
    count = (bytes[2] & 1) != 0 ? 512 : 256;
    glyphBytes = font.height;
    at = 4;
  } else if (bytes.size() >= 32 && bytes.substr(0, 4) == "\x72\xb5\x4a\x86") {
    at = littleEndian(bytes, 8);
    count = littleEndian(bytes, 16);
    glyphBytes = littleEndian(bytes, 20);
    font.height = littleEndian(bytes, 24);
    font.width = littleEndian(bytes, 28);
  } else {
    return broken;
  }
  const std::size_t rowBytes = (font.width + 7) / 8;
  if (font.width == 0 || font.width > 32 || font.height == 0 || font.height > 64 ||
      glyphBytes != rowBytes * font.height || count > 65536 || at > bytes.size() ||
      bytes.size() - at < count * glyphBytes)
    return broken;
  for (std::size_t glyph = 0; glyph < count; ++glyph) {
    std::vector<std::uint32_t> rows;
    for (unsigned row = 0; row < font.height; ++row) {
      std::uint32_t bits = 0;
      for (std::size_t byte = 0; byte < rowBytes; ++byte, ++at)
        bits = bits << 8U | static_cast<unsigned char>(bytes[at]);
      rows.push_back(bits >> (rowBytes * 8 - font.width));
    }
    font.glyphs.push_back(std::move(rows));
  }
  return font;
}

std::vector<std::string> textOnScreen(const Screen &screen, const Font &font, std::int64_t x,
                                      std::int64_t y) {
  std::map<std::vector<std::uint32_t>, char> known;
  for (std::size_t code = 0; code < std::min<std::size_t>(font.glyphs.size(), 128); ++code)
    if (code >= 32 && !font.glyphs[code].empty())
      known.emplace(font.glyphs[code], static_cast<char>(code));
  const std::uint32_t all =
      font.width == 32 ? ~std::uint32_t{0} : (std::uint32_t{1} << font.width) - 1;
  std::vector<std::string> lines;
  std::vector<std::uint32_t> rows(font.height);
  for (std::int64_t top = y; top + font.height <= screen.height; top += font.height) {
    std::string line;
    for (std::int64_t left = x; left + font.width <= screen.width; left += font.width) {
      const std::uint32_t first = screen.at(left, top);
      std::uint32_t second = first;
      bool twoColors = true;
      for (unsigned row = 0; row < font.height; ++row) {
        std::uint32_t bits = 0;
        for (unsigned column = 0; column < font.width; ++column) {
          const std::uint32_t pixel = screen.at(left + column, top + row);
          if (pixel != first && second == first)
            second = pixel;
          twoColors &= pixel == first || pixel == second;
          bits = bits << 1U | (pixel != first ? 1U : 0U);
        }
        rows[row] = bits;
      }
      char character = '\x1a';
      if (twoColors) {
        if (const auto found = known.find(rows); found != known.end()) {
          character = found->second;
        } else { // the corner pixel may belong to the glyph
          for (std::uint32_t &bits : rows)
            bits = ~bits & all;
          if (const auto inverted = known.find(rows); inverted != known.end())
            character = inverted->second;
        }
      }
      line += character;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

ScreenFindings examine(const Screen &screen, const Check &check, const std::vector<Font> &fonts) {
  ScreenFindings findings;
  const auto say = [&](bool holds, const std::string &text) {
    (holds ? findings.right : findings.wrong).push_back(text);
  };
  const std::string size = std::to_string(screen.width) + "x" + std::to_string(screen.height);
  if (check.width || check.height) {
    const bool holds = check.width.value_or(screen.width) == screen.width &&
                       check.height.value_or(screen.height) == screen.height;
    say(holds, holds ? "the screen is " + size
                     : "the screen is " + size + ", expected " +
                           std::to_string(check.width.value_or(screen.width)) + "x" +
                           std::to_string(check.height.value_or(screen.height)));
  }
  if (check.colors > 0) {
    const auto colors = static_cast<std::int64_t>(screen.colors());
    say(colors >= check.colors,
        std::to_string(colors) + " colours on the screen" +
            (colors >= check.colors ? "" : ", expected at least " + std::to_string(check.colors)));
  }
  for (const Check::Pixel &pixel : check.pixels) {
    const std::string place = "(" + std::to_string(pixel.x) + "," + std::to_string(pixel.y) + ")";
    if (pixel.x >= screen.width || pixel.y >= screen.height)
      say(false, "there is no pixel " + place + " on a screen of " + size);
    else if (const std::uint32_t found = screen.at(pixel.x, pixel.y); found != pixel.color)
      say(false,
          "pixel " + place + " is " + colorText(found) + ", expected " + colorText(pixel.color));
    else
      say(true, "pixel " + place + " is " + colorText(found));
  }
  if (check.bits) {
    const Check::Bits &bits = *check.bits;
    const std::string wanted = fromHex(bits.hex).value_or("");
    std::string found;
    bool readable = true;
    for (std::size_t bit = 0; bit < wanted.size() * 8; ++bit) {
      const std::int64_t x = bits.x + static_cast<std::int64_t>(bit) * bits.size + bits.size / 2;
      const std::int64_t y = bits.y + bits.size / 2;
      const std::uint32_t color =
          x < screen.width && y < screen.height ? screen.at(x, y) : bits.on ^ 1U;
      readable &= color == bits.on || color == bits.off;
      if (bit % 8 == 0)
        found += '\0';
      found.back() = static_cast<char>(static_cast<unsigned char>(found.back()) << 1U |
                                       (color == bits.on ? 1U : 0U));
    }
    say(readable && found == wanted,
        readable ? "the squares on the screen say " + toHex(found) +
                       (found == wanted ? "" : ", expected " + toHex(wanted))
                 : "there are no squares of the expected colours at (" + std::to_string(bits.x) +
                       "," + std::to_string(bits.y) + ")");
  }
  for (std::size_t index = 0; index < check.texts.size() && index < fonts.size(); ++index) {
    const std::string &wanted = check.texts[index].contains;
    bool found = false;
    for (const std::string &line : textOnScreen(screen, fonts[index], 0, 0))
      found |= line.find(wanted) != std::string::npos;
    say(found, std::string("the text '") + wanted + "' " + (found ? "stands" : "does not stand") +
                   " on the screen");
  }
  return findings;
}

} // namespace levitate::boot
