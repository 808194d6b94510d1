#include "levitate/kernel/keymap.hpp"

#include <catch2/catch_test_macros.hpp>

using levitate::kernel::Keymap;

TEST_CASE("keys type their characters when they go down") {
  Keymap map;
  CHECK(map.key(30, true) == 'a');
  CHECK_FALSE(map.key(30, false));
  CHECK(map.key(28, true) == '\n');
  CHECK(map.key(57, true) == ' ');
  CHECK(map.key(14, true) == '\b');
  CHECK(map.key(53, true) == '/');
  CHECK_FALSE(map.key(0, true));
  CHECK_FALSE(map.key(59, true)); // F1
  CHECK_FALSE(map.key(0x110, true));
}
TEST_CASE("shift, control and caps lock") {
  Keymap map;
  CHECK_FALSE(map.key(42, true));
  CHECK(map.key(30, true) == 'A');
  CHECK(map.key(2, true) == '!');
  map.key(42, false);
  CHECK(map.key(2, true) == '1');
  map.key(58, true);
  CHECK(map.key(30, true) == 'A');
  CHECK(map.key(2, true) == '1');
  map.key(58, false);
  map.key(58, true);
  CHECK(map.key(30, true) == 'a');
  map.key(29, true);
  CHECK(map.key(46, true) == 3); // control-c
}
