#pragma once

namespace flag {

inline constexpr unsigned Shift = 2;
constexpr unsigned Read = 1u << Shift;
constexpr unsigned Write = Read << 1;
constexpr unsigned Both = Read | Write;
static_assert(Both == 12, "two bits");
static_assert(Read == 4);

} // namespace flag
