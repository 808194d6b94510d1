// The facts of many units. What they say of the headers that they share is the same, and is kept
// once: memory grows with what there is to know, not with the number of units.
#pragma once

#include "tool/facts/facts.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

namespace levitate::plan {

/// Of what tells most values of a kind apart.
std::size_t poolHash(const std::string &text);
std::size_t poolHash(const facts::Entity &entity);
std::size_t poolHash(const facts::Block &block);
std::size_t poolHash(const facts::Chunk &chunk);
std::size_t poolHash(const facts::Reference &reference);
std::size_t poolHash(const facts::Using &fact);
std::size_t poolHash(const facts::DependentName &name);
std::size_t poolHash(const facts::CompleteUse &use);

/// Values by their index, equal ones once. Indices and references stay valid.
template <class T> class Distinct {
public:
  Distinct() = default;
  Distinct(const Distinct &) = delete;
  Distinct &operator=(const Distinct &) = delete;

  /// The index of what equals `value`.
  std::uint32_t indexOf(T value) {
    values.push_back(std::move(value));
    const auto [place, inserted] = indices.insert(static_cast<std::uint32_t>(values.size() - 1));
    if (!inserted)
      values.pop_back();
    return *place;
  }

  std::size_t size() const { return values.size(); }
  const T &operator[](std::uint32_t index) const { return values[index]; }

private:
  struct Hash {
    const std::deque<T> *values;
    std::size_t operator()(std::uint32_t index) const { return poolHash((*values)[index]); }
  };
  struct Equal {
    const std::deque<T> *values;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return (*values)[a] == (*values)[b]; }
  };

  std::deque<T> values;
  std::unordered_set<std::uint32_t, Hash, Equal> indices{64, Hash{&values}, Equal{&values}};
};

/// One unit's facts: indices into a pool, in their order, and what is the unit's alone.
struct PooledFacts {
  facts::Facts own; ///< without what follows
  std::vector<std::uint32_t> entities, contexts, blocks, chunks, references, usings, dependentNames,
      completeUses;
};

/// What pooled facts refer to. In what is kept here, an entity is an index into `usrs`, and a
/// context and a using-declaration are indices into the lists of these.
class FactPool {
public:
  /// Safe to call from several threads at once.
  PooledFacts add(facts::Facts unit);

  Distinct<std::string> usrs, contexts;
  Distinct<facts::Entity> entities;
  std::vector<std::uint32_t> usrOfEntity; ///< by the same index
  Distinct<facts::Block> blocks;
  Distinct<facts::Chunk> chunks;
  Distinct<facts::Reference> references;
  Distinct<facts::Using> usings;
  Distinct<facts::DependentName> dependentNames;
  Distinct<facts::CompleteUse> completeUses;

private:
  std::mutex mutex;
};

} // namespace levitate::plan
