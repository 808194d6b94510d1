#pragma once

#include <cstdint>

namespace hw {

union Status {
  struct {
    std::uint8_t ready : 1;
    std::uint8_t : 3;
    std::uint8_t code : 4;
  };
  std::uint8_t raw;
};
static_assert(sizeof(Status) == 1);

inline std::uint8_t reset() { return 0x51; }

} // namespace hw
