// Two containers that many threads fill and read at a time: a vector whose elements never move, and
// a store that keeps every text once.
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
  std::memcpy(&word, p, left);
  mix(word);
  return hash ^ hash >> 29;
}

using NameId = std::int32_t;

/// Texts, each kept once and known by a number.
class Names {
public:
  struct Name {
    NameId id;
    std::string_view text; ///< as long-lived as this object
  };
  Name intern(std::string_view text) {
    const std::uint64_t hash = hashOf(text);
    Shard &shard = shards[hash % shards.size()];
    const std::lock_guard lock(shard.mutex);
    if ((shard.used + 1) * 4 > shard.slots.size() * 3)
      shard.enlarge();
    const std::size_t mask = shard.slots.size() - 1;
    for (std::size_t i = hash >> 8 & mask;; i = (i + 1) & mask) {
      Slot &slot = shard.slots[i];
      if (slot.name.id < 0) {
        ++shard.used;
        slot = {hash, {count.fetch_add(1, std::memory_order_relaxed), shard.keep(text)}};
        return slot.name;
      }
      if (slot.hash == hash && slot.name.text == text)
        return slot.name;
    }
  }

private:
  struct Slot {
    std::uint64_t hash = 0;
    Name name{-1, {}};
  };
  struct Shard {
    std::mutex mutex;
    std::vector<Slot> slots;
    std::size_t used = 0, left = 0;
    char *room = nullptr;
    std::vector<std::unique_ptr<char[]>> blocks;

    void enlarge() {
      std::vector<Slot> old(slots.empty() ? 64 : slots.size() * 2);
      old.swap(slots);
      const std::size_t mask = slots.size() - 1;
      for (const Slot &slot : old)
        if (slot.name.id >= 0) {
          std::size_t i = slot.hash >> 8 & mask;
          while (slots[i].name.id >= 0)
            i = (i + 1) & mask;
          slots[i] = slot;
        }
    }
    std::string_view keep(std::string_view text) {
      if (text.empty())
        return {};
      if (text.size() > left) {
        left = std::max<std::size_t>(text.size(), 4096);
        blocks.push_back(std::make_unique_for_overwrite<char[]>(left));
        room = blocks.back().get();
      }
      std::memcpy(room, text.data(), text.size());
      const std::string_view kept(room, text.size());
      room += text.size();
      left -= text.size();
      return kept;
    }
  };
  std::array<Shard, 64> shards;
  std::atomic<NameId> count = 0;
};

} // namespace levitate::layers
