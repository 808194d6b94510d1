#pragma once

#include <cstdint>

namespace hw {

inline std::uint8_t reset() { return 0x51; }

} // namespace hw
