// What many threads share: a vector that they fill and read at a time and whose elements never
// move, a hash, and a loop whose steps they divide among themselves.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <string_view>
#include <thread>
#include <vector>

namespace levitate::layers {

/// A vector that grows and never moves what it holds. Elements are value-initialised. Reading an
/// element needs no lock; whoever has an index may use it.
template <class T, unsigned Bits = 12> class StableVector {
public:
  StableVector() = default;
  StableVector(const StableVector &) = delete;
  StableVector &operator=(const StableVector &) = delete;
  ~StableVector() {
    for (auto &chunk : chunks)
      delete[] chunk.load();
  }

  T &operator[](std::size_t i) {
    return chunks[i >> Bits].load(std::memory_order_acquire)[i & mask];
  }
  const T &operator[](std::size_t i) const {
    return chunks[i >> Bits].load(std::memory_order_acquire)[i & mask];
  }
  std::size_t size() const { return count.load(std::memory_order_acquire); }

  /// Adds elements and gives the index of the first; they stand one after the other.
  std::size_t grow(std::size_t more = 1) {
    const std::lock_guard lock(growing);
    const std::size_t first = count.load(std::memory_order_relaxed);
    makeRoom(first + more);
    count.store(first + more, std::memory_order_release);
    return first;
  }
  /// Makes it at least that long.
  void growTo(std::size_t size) {
    if (size <= this->size())
      return;
    const std::lock_guard lock(growing);
    if (size <= count.load(std::memory_order_relaxed))
      return;
    makeRoom(size);
    count.store(size, std::memory_order_release);
  }

private:
  static constexpr std::size_t mask = (std::size_t(1) << Bits) - 1;
  static constexpr std::size_t most = 2048;

  void makeRoom(std::size_t size) {
    if (size > most << Bits)
      throw std::bad_alloc(); // tens of millions: no source tree has that many
    for (std::size_t c = count.load(std::memory_order_relaxed) >> Bits; c << Bits < size; ++c)
      if (!chunks[c].load(std::memory_order_relaxed))
        chunks[c].store(new T[mask + 1](), std::memory_order_release);
  }

  std::array<std::atomic<T *>, most> chunks{};
  std::atomic<std::size_t> count = 0;
  std::mutex growing;
};

/// A quick hash of bytes; good enough for tables, not against an adversary.
inline std::uint64_t hashOf(std::string_view text, std::uint64_t seed = 0) {
  std::uint64_t hash = seed ^ text.size() * 0x9E3779B97F4A7C15u;
  const char *p = text.data();
  std::size_t left = text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * 0x9FB21C651E98DF25u;
    hash ^= hash >> 32;
  };
  for (; left >= 8; p += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, p, 8);
    mix(word);
  }
  std::uint64_t word = 0;
  if (left != 0) // an empty text may be at no address
    std::memcpy(&word, p, left);
  mix(word);
  return hash ^ hash >> 29;
}

/// Runs `work` for each of `count` numbers, on several threads.
template <class Work> void inParallel(unsigned threads, std::size_t count, const Work &work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++)
      work(i);
  };
  std::vector<std::thread> pool;
  for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i)
    pool.emplace_back(run);
  run();
  for (std::thread &thread : pool)
    thread.join();
}

} // namespace levitate::layers
