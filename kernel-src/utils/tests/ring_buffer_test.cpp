#include "levitate/utils/ring_buffer.hpp"

#include <catch2/catch_test_macros.hpp>

using levitate::utils::RingBuffer;

TEST_CASE("first in, first out, over the end of the array") {
  RingBuffer<int, 4> ring;
  for (int round = 0; round < 10; ++round) {
    CHECK(ring.push(round));
    CHECK(ring.push(round + 100));
    CHECK(ring.pop() == round);
    CHECK(ring.pop() == round + 100);
  }
  CHECK_FALSE(ring.pop().has_value());
}
TEST_CASE("a full ring refuses, or drops the oldest when told to") {
  RingBuffer<int, 2> ring;
  CHECK(ring.push(1));
  CHECK(ring.push(2));
  CHECK(ring.full());
  CHECK_FALSE(ring.push(3));
  ring.push_over(3);
  CHECK(ring[0] == 2);
  CHECK(ring[1] == 3);
  CHECK(ring.size() == 2);
  ring.clear();
  CHECK(ring.empty());
}
