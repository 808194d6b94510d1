#pragma once

namespace att::io {

struct [[nodiscard]] alignas(64) Line {
  [[maybe_unused]] char bytes[64];
};

[[nodiscard("parse is pure")]] __attribute__((const))
inline int parse(int value) noexcept { return value + 1; }

[[noreturn]] inline void stop() { __builtin_trap(); }

} // namespace att::io
