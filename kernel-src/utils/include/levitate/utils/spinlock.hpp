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
    while (taken_.test_and_set(std::memory_order_acquire)) {
    }
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
  /// The value without the lock: for the panic path alone, when no other code will run again.
  T &force_access() noexcept { return value_; }
};

} // namespace levitate::utils
