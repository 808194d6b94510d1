#include "levitate/kernel/terminal/font.hpp"
#include "levitate/kernel/terminal/terminal.hpp"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

using namespace levitate::kernel::terminal;

namespace {
std::string line(const Terminal &terminal, unsigned row) {
  std::string text;
  for (unsigned column = 0; column < columns; ++column)
    text += terminal.at(column, row).character;
  return text.substr(0, text.find_last_not_of(' ') + 1);
}
struct Screen {
  std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(1280 * 800);
  Picture picture{pixels, 1280, 800};
};
} // namespace

TEST_CASE("text goes from line to line, and long lines are wrapped without an empty one") {
  Terminal terminal;
  terminal.write("one\ntwo\r\nthree");
  CHECK(line(terminal, 0) == "one");
  CHECK(line(terminal, 1) == "two");
  CHECK(line(terminal, 2) == "three");
  terminal.write("\f" + std::string(128, 'x') + "\ny");
  CHECK(line(terminal, 0) == std::string(128, 'x'));
  CHECK(line(terminal, 1) == "y");
  terminal.write("\f" + std::string(129, 'z'));
  CHECK(line(terminal, 1) == "z");
}
TEST_CASE("at the bottom the screen scrolls") {
  Terminal terminal;
  for (unsigned i = 0; i < rows + 2; ++i)
    terminal.write(std::to_string(i) + (i == rows + 1 ? "" : "\n"));
  CHECK(line(terminal, 0) == "2");
  CHECK(line(terminal, rows - 1) == std::to_string(rows + 1));
}
TEST_CASE("backspace, tab, colours and cursor sequences") {
  Terminal terminal;
  terminal.write("abc\b\bX\tY");
  CHECK(line(terminal, 0) == "aX      Y");
  terminal.write("\f\x1b[31mr\x1b[1;44mb\x1b[0mn");
  CHECK(terminal.at(0, 0).colours == 0x01);
  CHECK(terminal.at(1, 0).colours == 0x49);
  CHECK(terminal.at(2, 0).colours == 0x07);
  terminal.write("\x1b[5;10Hhere\x1b[99;999H");
  CHECK(line(terminal, 4) == "         here");
  CHECK(terminal.cursor_row() == rows - 1);
  CHECK(terminal.cursor_column() == columns - 1);
  terminal.write("\x1b[5;12H\x1b[K");
  CHECK(line(terminal, 4) == "         he");
  terminal.write("\x1b[J");
  CHECK(line(terminal, 4).empty());
  terminal.write("\x1b[1;2;3;4;5;6;7;8;9;10;11;99999999mok\x1bZ!");
  CHECK(line(terminal, 0) == "ok!");
}
TEST_CASE("only what changed is drawn again") {
  auto terminal = std::make_unique<Terminal>();
  Screen screen;
  const Rectangle all = terminal->render(screen.picture);
  CHECK(all.width == 1280);
  CHECK(all.height == 792);
  CHECK(terminal->render(screen.picture).empty());
  terminal->write("\x1b[3;5HA");
  const Rectangle part =
      terminal->render(screen.picture); // the old cursor, the letter, the new cursor
  CHECK(part.x == 0);
  CHECK(part.width == 6 * cell_width);
  CHECK(part.height == 3 * cell_height);
  terminal->write("B\bB");
  const Rectangle letter = terminal->render(screen.picture);
  CHECK(letter.x == 5 * cell_width);
  CHECK(letter.y == 2 * cell_height);
  CHECK(letter.width == 2 * cell_width);
  terminal->invalidate();
  CHECK(terminal->render(screen.picture).width == 1280);
}
TEST_CASE("the picture shows the glyph in its colour") {
  auto terminal = std::make_unique<Terminal>();
  Screen screen;
  terminal->write("\x1b[32m|\n");
  terminal->render(screen.picture);
  // The bar's dots are in the middle column, which is at 4 and 5.
  CHECK(screen.pixels[10 * 1280 + 4] == 0x55AA55);
  CHECK(screen.pixels[10 * 1280 + 2] == 0x101418);
  CHECK(screen.pixels[(22 + 20) * 1280 + 2] == 0xC8C8C8); // the cursor, one line further down
}
TEST_CASE("every printable character has a glyph of its own") {
  for (char a = '!'; a < '~'; ++a)
    for (char b = static_cast<char>(a + 1); b <= '~'; ++b)
      if (glyph_of(a) == glyph_of(b))
        FAIL("same glyph: " << a << " and " << b);
  CHECK(glyph_of('\x01') == glyph_of('\x7f'));
}
