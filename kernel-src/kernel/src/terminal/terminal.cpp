// The terminal.
#include "levitate/kernel/terminal/terminal.hpp"

#include "levitate/kernel/terminal/font.hpp"

#include <algorithm>

namespace levitate::kernel::terminal {

namespace {
constexpr std::array<std::uint32_t, 16> palette{
    0x101418, 0xCC4444, 0x55AA55, 0xBBAA44, 0x5588CC, 0xAA66BB, 0x55AAAA, 0xC8C8C8,
    0x666C74, 0xFF6666, 0x77DD77, 0xEEDD66, 0x77AAFF, 0xDD88EE, 0x77DDDD, 0xFFFFFF};
constexpr std::uint8_t default_colours = 0x07;
constexpr unsigned tab_width = 8;
constexpr char escape = 0x1B;

// A glyph of five by seven dots fills eight by fourteen pixels: dots are two rows high and, by
// turns, two and one column wide.
constexpr std::array<unsigned, glyph_columns + 1> dot_left{1, 3, 4, 6, 7, 9};
constexpr unsigned dot_height = 2;
constexpr unsigned top_margin = 4;
constexpr unsigned cursor_top = 19, cursor_bottom = 21;

std::uint32_t foreground(Cell cell) noexcept { return palette[cell.colours & 0x0F]; }
std::uint32_t background(Cell cell) noexcept { return palette[cell.colours >> 4]; }

void draw(const Picture &picture, unsigned column, unsigned row, Cell cell, bool cursor) noexcept {
  const std::uint32_t ink = foreground(cell), paper = background(cell);
  const Glyph &glyph = glyph_of(cell.character);
  std::uint32_t *line =
      picture.pixels.data() + std::size_t{row} * cell_height * picture.width + column * cell_width;
  for (unsigned y = 0; y < cell_height; ++y, line += picture.width) {
    std::fill_n(line, cell_width, cursor && y >= cursor_top && y < cursor_bottom ? ink : paper);
    if (y < top_margin || y >= top_margin + glyph_rows * dot_height)
      continue;
    const unsigned dots = glyph[(y - top_margin) / dot_height];
    if (dots == 0)
      continue;
    for (unsigned dot = 0; dot < glyph_columns; ++dot)
      if ((dots >> (glyph_columns - 1 - dot) & 1) != 0)
        for (unsigned x = dot_left[dot]; x < dot_left[dot + 1]; ++x)
          line[x] = ink;
  }
}
} // namespace

void Terminal::write(std::string_view text) noexcept {
  for (const char c : text)
    put(c);
}

void Terminal::put(char character) noexcept {
  if (state_ == State::Escape) {
    state_ = character == '[' ? State::Sequence : State::Text;
    parameters_.fill(0);
    parameter_count_ = 0;
    return;
  }
  if (state_ == State::Sequence) {
    if (character >= '0' && character <= '9') {
      unsigned &value = parameters_[std::min(parameter_count_, parameters_.size() - 1)];
      value = std::min(value * 10 + static_cast<unsigned>(character - '0'), 999U);
    } else if (character == ';') {
      ++parameter_count_;
    } else if (character >= '@' && character <= '~') {
      state_ = State::Text;
      control(character);
    }
    return;
  }
  switch (character) {
  case '\n':
    line_feed();
    return;
  case '\r':
    column_ = 0;
    return;
  case '\f':
    clear();
    return;
  case '\a':
    return;
  case escape:
    state_ = State::Escape;
    return;
  case '\b':
    if (column_ != 0)
      --column_;
    return;
  case '\t':
    do
      put(' ');
    while (column_ % tab_width != 0);
    return;
  default:
    break;
  }
  // The last column is written to before the line is wrapped, so that a full line costs no empty
  // one.
  if (column_ == columns)
    line_feed();
  cells_[row_ * columns + column_++] = {character, colours_};
}

void Terminal::line_feed() noexcept {
  column_ = 0;
  if (row_ + 1 < rows) {
    ++row_;
    return;
  }
  std::copy(cells_.begin() + columns, cells_.end(), cells_.begin());
  std::fill(cells_.end() - columns, cells_.end(), Cell{' ', default_colours});
}

void Terminal::clear() noexcept {
  cells_.fill(Cell{' ', default_colours});
  column_ = row_ = 0;
}

void Terminal::control(char final) noexcept {
  switch (final) {
  case 'm':
    set_colours();
    return;
  case 'J':
    clear();
    return;
  case 'K':
    for (unsigned x = column_; x < columns; ++x)
      cells_[row_ * columns + x] = {' ', colours_};
    return;
  case 'H': // counted from 1; 0 and missing mean 1
    row_ = std::clamp(parameters_[0], 1U, rows) - 1;
    column_ = std::clamp(parameters_[1], 1U, columns) - 1;
    return;
  default:
    return;
  }
}

void Terminal::set_colours() noexcept {
  const auto set_foreground = [&](unsigned colour) {
    colours_ = static_cast<std::uint8_t>((colours_ & 0xF0U) | colour);
  };
  const auto set_background = [&](unsigned colour) {
    colours_ = static_cast<std::uint8_t>((colours_ & 0x0FU) | colour << 4);
  };
  for (std::size_t i = 0; i <= std::min(parameter_count_, parameters_.size() - 1); ++i) {
    const unsigned value = parameters_[i];
    if (value == 0)
      colours_ = default_colours;
    else if (value == 1)
      set_foreground((colours_ & 0x0FU) | 8);
    else if (value >= 30 && value <= 37)
      set_foreground(value - 30);
    else if (value >= 40 && value <= 47)
      set_background(value - 40);
    else if (value >= 90 && value <= 97)
      set_foreground(value - 90 + 8);
  }
}

Rectangle Terminal::render(const Picture &picture) noexcept {
  constexpr char cursor_flag =
      static_cast<char>(0x80); // marks the shown cell that carries the cursor
  unsigned left = columns, right = 0, top = rows, bottom = 0;
  const unsigned cursor = row_ * columns + std::min(column_, columns - 1);
  for (unsigned row = 0; row < rows; ++row)
    for (unsigned column = 0; column < columns; ++column) {
      const unsigned index = row * columns + column;
      Cell wanted = cells_[index];
      const Cell drawn = wanted;
      if (index == cursor)
        wanted.character = static_cast<char>(wanted.character | cursor_flag);
      if (!all_changed_ && shown_[index] == wanted)
        continue;
      shown_[index] = wanted;
      draw(picture, column, row, drawn, index == cursor);
      left = std::min(left, column);
      right = std::max(right, column + 1);
      top = std::min(top, row);
      bottom = std::max(bottom, row + 1);
    }
  all_changed_ = false;
  if (right == 0)
    return {};
  return {left * cell_width, top * cell_height, (right - left) * cell_width,
          (bottom - top) * cell_height};
}

} // namespace levitate::kernel::terminal
