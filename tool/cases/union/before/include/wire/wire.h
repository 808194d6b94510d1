#pragma once

#include <cstdint>

namespace wire {

// Which member of a Number is set.
enum Kind : std::uint8_t { Whole, Parts };

union Number {
  std::uint32_t whole;
  struct {
    std::uint16_t low, high;
  };
};

struct Packet {
  Kind kind;
  Number number;
};

} // namespace wire
