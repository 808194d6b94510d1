#pragma once

namespace mem {

inline constexpr int Page = 4096;

} // namespace mem
