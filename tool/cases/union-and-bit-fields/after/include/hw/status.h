#pragma once

#include <cstdint>

namespace hw::regs {

union Status {
  struct {
    std::uint8_t ready : 1;
    std::uint8_t : 3;
    std::uint8_t code : 4;
  };
  std::uint8_t raw;
};
static_assert(sizeof(Status) == 1);

} // namespace hw::regs
