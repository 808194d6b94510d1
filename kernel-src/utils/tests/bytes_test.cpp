#include "levitate/utils/align.hpp"
#include "levitate/utils/bytes.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace levitate::utils;

TEST_CASE("integers of either byte order, at any address") {
  unsigned char bytes[] = {0, 0x12, 0x34, 0x56, 0x78, 0};
  CHECK(load_big<std::uint32_t>(bytes + 1) == 0x12345678);
  CHECK(load_little<std::uint32_t>(bytes + 1) == 0x78563412);
  store_big<std::uint16_t>(bytes + 1, 0xABCD);
  CHECK(bytes[1] == 0xAB);
  CHECK(bytes[2] == 0xCD);
}
TEST_CASE("rounding") {
  CHECK(align_up(1, 4096) == 4096);
  CHECK(align_up(4096, 4096) == 4096);
  CHECK(align_down(4097, 4096) == 4096);
  CHECK(is_aligned(8192, 4096));
  CHECK_FALSE(is_aligned(8193, 4096));
  CHECK(divide_up(4097, 4096) == 2);
}
