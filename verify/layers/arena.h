// Memory for what a check keeps to its end: many small things that never go away one by one. Taking
// some costs a few instructions and no lock, and the system is asked for many pages at a time, so
// that a run makes few page faults. (Large pages would make fewer, but where a virtual machine
// hands free ones back to its host they are many times slower to get.)
//
// Used by many threads at a time. Nothing that needs a destructor belongs here.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace levitate::layers {

/// A thread takes from it by the slice, and gives up what is left of one when it turns to another
/// arena: not made for two in turn.
class Arena {
public:
  Arena();
  ~Arena();
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;

  /// Room for `size` bytes, aligned as said (a power of two, at most that of a page), not
  /// initialised. Valid as long as this object. Throws std::bad_alloc when there is no more memory.
  std::byte *allocate(std::size_t size, std::size_t alignment);

  /// An object that is not destroyed.
  template <class T> T *make() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T();
  }
  /// A copy of some objects.
  template <class T> std::span<T> copy(std::span<const T> from) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    T *const room = reinterpret_cast<T *>(allocate(from.size_bytes(), alignof(T)));
    std::uninitialized_copy(from.begin(), from.end(), room);
    return {room, from.size()};
  }
  /// A copy of a text.
  std::string_view copy(std::string_view text) {
    const auto copied = copy(std::span<const char>(text));
    return {copied.data(), copied.size()};
  }

private:
  /// What a thread takes from for itself, of the arena it used last.
  struct Slice {
    std::uint64_t arena = 0;
    std::byte *at = nullptr, *end = nullptr;
  };
  struct Block {
    std::byte *begin;
    std::size_t size;
  };
  static Slice &slice();
  std::byte *fromBlock(std::size_t size);

  const std::uint64_t number; ///< of all arenas there ever were, from 1
  std::mutex mutex;
  std::vector<Block> blocks;
  std::byte *at = nullptr, *end = nullptr; ///< what is left of the last block
};

} // namespace levitate::layers
