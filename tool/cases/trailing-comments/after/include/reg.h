#pragma once

namespace reg {

constexpr int Base = 16;   ///< first register
constexpr int Last = 31;   ///< last register

} // namespace reg
