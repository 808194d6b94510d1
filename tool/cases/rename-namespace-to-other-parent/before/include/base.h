#pragma once

namespace app {
using Number = int;
namespace core {
inline Number half(Number value) { return value / 2; }
} // namespace core
} // namespace app
