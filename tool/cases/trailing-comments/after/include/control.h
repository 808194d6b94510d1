#pragma once

namespace reg {

enum Control {             ///< of the device
  Enable = 1,              ///< on
  Reset = 2,               ///< start again
};                         // Control

} // namespace reg
