// A text terminal of 128 by 36 characters, and its picture.
//
// Writing changes characters in a grid; `render` draws those that differ from what is shown. So the
// cost of a burst of output is that of its last screen. No device is touched here.
#pragma once
#include "levitate/utils/format.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace levitate::kernel::terminal {

inline constexpr unsigned columns = 128;
inline constexpr unsigned rows = 36;
/// The place of one character on the screen, in pixels: 1280 by 792 for all.
inline constexpr unsigned cell_width = 10;
inline constexpr unsigned cell_height = 22;

/// In pixels.
struct Rectangle {
  std::uint32_t x = 0, y = 0, width = 0, height = 0;
  bool empty() const noexcept { return width == 0 || height == 0; }
};

/// Pixels of 0x00RRGGBB, row after row.
struct Picture {
  std::span<std::uint32_t> pixels;
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

/// One character with its colours: 0 to 7 as in ECMA-48 SGR, 8 to 15 bright.
struct Cell {
  char character = ' ';
  std::uint8_t colours = 0x07; // background in the upper four bits
  friend constexpr bool operator==(const Cell &, const Cell &) noexcept = default;
};

/// Understands line feed (which also returns the carriage), carriage return, backspace, tab, form
/// feed (clears), and of ECMA-48 the sequences `ESC [ ... m` (colours), `J` (erase all), `K` (erase
/// to the end of the line), `H` (cursor to row;column).
class Terminal final : public utils::Writer {
public:
  constexpr Terminal() noexcept = default;

  void write(std::string_view text) noexcept override;
  /// Draws what changed since the last call, cursor included, into the picture, which must be at
  /// least 1280 by 792 and the same in every call. Returns the part that was drawn.
  Rectangle render(const Picture &picture) noexcept;
  /// Lets the next render draw everything.
  void invalidate() noexcept { all_changed_ = true; }

  const Cell &at(unsigned column, unsigned row) const noexcept {
    return cells_[row * columns + column];
  }
  unsigned cursor_column() const noexcept { return column_; }
  unsigned cursor_row() const noexcept { return row_; }

private:
  void put(char character) noexcept;
  void line_feed() noexcept;
  void clear() noexcept;
  void control(char final) noexcept;
  void set_colours() noexcept;

  using Grid = std::array<Cell, std::size_t{columns} * rows>;
  Grid cells_{};
  Grid shown_{};
  bool all_changed_ = true;
  unsigned column_ = 0;
  unsigned row_ = 0;
  std::uint8_t colours_ = 0x07;

  enum class State : std::uint8_t { Text, Escape, Sequence } state_ = State::Text;
  std::array<unsigned, 8> parameters_{};
  std::size_t parameter_count_ = 0;
};

} // namespace levitate::kernel::terminal
