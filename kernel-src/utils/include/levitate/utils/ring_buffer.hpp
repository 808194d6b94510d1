// A queue of fixed capacity in an array.
#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <optional>

namespace levitate::utils {

/// First in, first out; `Capacity` elements, a power of two. No allocation. Not synchronised: put
/// it in a Spinlock.
template <class T, std::size_t Capacity> class RingBuffer {
  static_assert(std::has_single_bit(Capacity), "the capacity must be a power of two");
  std::array<T, Capacity> slots_{};
  std::size_t head_ = 0; // counts what was ever taken
  std::size_t tail_ = 0; // counts what was ever put

public:
  constexpr std::size_t size() const noexcept { return tail_ - head_; }
  constexpr bool empty() const noexcept { return head_ == tail_; }
  constexpr bool full() const noexcept { return size() == Capacity; }
  static constexpr std::size_t capacity() noexcept { return Capacity; }

  /// False, and nothing changed, if there is no room.
  constexpr bool push(const T &value) noexcept {
    if (full())
      return false;
    slots_[tail_++ % Capacity] = value;
    return true;
  }
  /// Makes room by dropping the oldest element if need be.
  constexpr void push_over(const T &value) noexcept {
    if (full())
      ++head_;
    slots_[tail_++ % Capacity] = value;
  }
  constexpr std::optional<T> pop() noexcept {
    if (empty())
      return std::nullopt;
    return slots_[head_++ % Capacity];
  }
  /// The element `index` places behind the oldest; `index` must be below size().
  constexpr const T &operator[](std::size_t index) const noexcept {
    return slots_[(head_ + index) % Capacity];
  }
  constexpr void clear() noexcept { head_ = tail_; }
};

} // namespace levitate::utils
