#include "verify/boot/screen.h"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::boot;

namespace {

constexpr std::string_view font = R"({"cell": [4, 4], "columns": [0, 1, 2, 3], "rows": [0, 1, 2, 3],
  "glyphs": {" ": "000000", "I": "070207", "L": "040407"}})";

Screen blank(std::int64_t width, std::int64_t height) {
  return {width, height,
          std::vector<std::uint32_t>(static_cast<std::size_t>(width * height), 0x101010)};
}

void draw(Screen &screen, const Font &glyphs, char c, std::int64_t x, std::int64_t y) {
  for (unsigned row = 0; row < glyphs.height; ++row)
    for (unsigned column = 0; column < glyphs.width; ++column)
      if ((glyphs.glyphs[static_cast<unsigned char>(c)][row] >> (glyphs.width - 1 - column) & 1U) !=
          0)
        screen.pixels[static_cast<std::size_t>((y + row) * screen.width + x + column)] = 0xEEEEEE;
}

} // namespace

TEST_CASE("a PPM is decoded, and a cut one refused") {
  const std::string ppm = "P6\n# comment\n2 1\n255\n" + std::string("\x01\x02\x03\xFF\xFE\xFD", 6);
  const auto screen = decodePpm(ppm);
  REQUIRE(screen);
  CHECK(screen->at(0, 0) == 0x010203);
  CHECK(screen->at(1, 0) == 0xFFFEFD);
  CHECK_FALSE(decodePpm(ppm.substr(0, ppm.size() - 1)));
  CHECK_FALSE(decodePpm("P5\n1 1\n255\nx"));
  CHECK_FALSE(decodePpm("P6\n99999 99999\n255\n"));
}

TEST_CASE("text is read from the screen by its font") {
  const auto decoded = decodeFont(font);
  REQUIRE(decoded);
  Screen screen = blank(16, 8);
  draw(screen, *decoded, 'I', 4, 4);
  draw(screen, *decoded, 'L', 8, 4);
  CHECK(textOnScreen(screen, *decoded, 0, 0) == std::vector<std::string>{"    ", " IL "});
  Check check;
  check.texts = {{"IL", ""}};
  CHECK(examine(screen, check, {*decoded}).wrong.empty());
  check.texts = {{"LI", ""}};
  CHECK(examine(screen, check, {*decoded}).wrong.size() == 1);
}

TEST_CASE("size, colours and pixels are held against what is expected") {
  const Screen screen = blank(16, 8);
  Check check;
  check.width = 16;
  check.height = 9;
  check.colors = 2;
  check.pixels = {{0, 0, 0x101010}, {1, 1, 0xFF0000}, {99, 0, 0}};
  const ScreenFindings findings = examine(screen, check, {});
  CHECK(findings.wrong.size() == 4);
  CHECK(findings.right.size() == 1);
}

TEST_CASE("bits drawn as squares are read back; swapped colours are not taken") {
  Screen screen = blank(16, 2);
  for (std::int64_t bit = 0; bit < 8; ++bit)
    for (std::int64_t x = 0; x < 2; ++x)
      for (std::int64_t y = 0; y < 2; ++y)
        screen.pixels[static_cast<std::size_t>(y * 16 + bit * 2 + x)] =
            (0xA5 >> (7 - bit) & 1) != 0 ? 0xFF8000 : 0x000000;
  Check check;
  check.bits = Check::Bits{.x = 0, .y = 0, .size = 2, .on = 0xFF8000, .off = 0, .hex = "a5"};
  CHECK(examine(screen, check, {}).wrong.empty());
  check.bits->on = 0x0080FF;
  CHECK(examine(screen, check, {}).wrong.size() == 1);
}

TEST_CASE("malformed fonts are errors") {
  CHECK_FALSE(decodeFont("{}"));
  CHECK_FALSE(decodeFont("\x36\x04"));
  CHECK_FALSE(decodeFont(std::string("\x72\xb5\x4a\x86", 4) + std::string(28, '\xFF')));
}
