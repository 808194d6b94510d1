#pragma once

namespace flag {

inline constexpr unsigned Shift = 2;
constexpr unsigned Read = 1u << Shift;
static_assert(Read == 4);

} // namespace flag
