// A lock that owns what it protects: the value is reached only through a guard.
#pragma once
#include "levitate/utils/interrupt_mask.hpp"

#include <atomic>
#include <optional>
#include <utility>

namespace levitate::utils {

/// A value of type T behind a spinning lock. While it is held, interrupts are masked on this
/// processor, so that a handler may take a lock that a thread takes as well. Not recursive: taking
/// it twice on one processor never returns.
template <class T> class Spinlock {
#if __STDC_HOSTED__
  static constexpr std::uint64_t patience = ~std::uint64_t{0};
#else
  // Nobody holds a lock for that long: it was taken twice, and a trap tells where.
  static constexpr std::uint64_t patience = std::uint64_t{1} << 28;
#endif
  std::atomic_flag taken_;
  T value_;

public:
  /// The right to use the value; ends with the object.
  class [[nodiscard]] Guard {
    friend class Spinlock;
    Spinlock *lock_;
    std::uint64_t interrupts_;
    Guard(Spinlock *lock, std::uint64_t interrupts) noexcept
        : lock_(lock), interrupts_(interrupts) {}

  public:
    Guard(Guard &&other) noexcept
        : lock_(std::exchange(other.lock_, nullptr)), interrupts_(other.interrupts_) {}
    Guard(const Guard &) = delete;
    Guard &operator=(const Guard &) = delete;
    Guard &operator=(Guard &&) = delete;
    ~Guard() {
      if (lock_ == nullptr)
        return;
      lock_->taken_.clear(std::memory_order_release);
      restore_interrupts(interrupts_);
    }
    T &operator*() const noexcept { return lock_->value_; }
    T *operator->() const noexcept { return &lock_->value_; }
  };

  constexpr Spinlock() noexcept : value_() {}
  constexpr explicit Spinlock(T value) noexcept : value_(std::move(value)) {}
  Spinlock(const Spinlock &) = delete;
  Spinlock &operator=(const Spinlock &) = delete;

  /// Waits until the lock is free and takes it.
  Guard lock() noexcept {
    const std::uint64_t interrupts = mask_interrupts();
    for (std::uint64_t attempts = 0; taken_.test_and_set(std::memory_order_acquire); ++attempts)
      if (attempts == patience)
        __builtin_trap();
    return Guard{this, interrupts};
  }
  /// Takes the lock if it is free, else returns nothing at once.
  std::optional<Guard> try_lock() noexcept {
    const std::uint64_t interrupts = mask_interrupts();
    if (taken_.test_and_set(std::memory_order_acquire)) {
      restore_interrupts(interrupts);
      return std::nullopt;
    }
    return std::optional<Guard>{Guard{this, interrupts}};
  }
};

} // namespace levitate::utils
