#pragma once

namespace reg {

constexpr int Base = 16;   ///< first register
enum Control {             ///< of the device
  Enable = 1,              ///< on
  Reset = 2,               ///< start again
};                         // Control
constexpr int Last = 31;   ///< last register

} // namespace reg
