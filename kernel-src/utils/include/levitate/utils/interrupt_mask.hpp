// Masking interrupts on this processor, as far as locks need it. Everything else about interrupts
// is hal's.
#pragma once
#include <cstdint>

namespace levitate::utils {

#if defined(__aarch64__) && !__STDC_HOSTED__
/// Masks interrupts on this processor and returns the state before, for `restore_interrupts`.
inline std::uint64_t mask_interrupts() noexcept {
  std::uint64_t state;
  asm volatile("mrs %0, daif\n\tmsr daifset, #2" : "=r"(state)::"memory");
  return state;
}
/// Puts the state back which `mask_interrupts` returned; calls nest.
inline void restore_interrupts(std::uint64_t state) noexcept {
  asm volatile("msr daif, %0" ::"r"(state) : "memory");
}
#else
/// On a host there are no interrupts to mask.
inline std::uint64_t mask_interrupts() noexcept { return 0; }
inline void restore_interrupts(std::uint64_t) noexcept {}
#endif

/// Masks interrupts for as long as the object lives.
class InterruptMask {
  std::uint64_t state_ = mask_interrupts();

public:
  InterruptMask() noexcept = default;
  InterruptMask(const InterruptMask &) = delete;
  InterruptMask &operator=(const InterruptMask &) = delete;
  ~InterruptMask() { restore_interrupts(state_); }
};

} // namespace levitate::utils
