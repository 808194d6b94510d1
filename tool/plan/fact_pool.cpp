#include "tool/plan/fact_pool.h"

#include <utility>

namespace levitate::plan {

using namespace facts;

namespace {

std::size_t mixed(std::size_t hash, std::size_t with) {
  return hash ^ (with + 0x9E3779B97F4A7C15U + (hash << 6) + (hash >> 2));
}

// The list as indices, each value changed by `translate` before; the list is empty then.
template <class T, class Translate>
std::vector<std::uint32_t> pooled(std::vector<T> &list, Distinct<T> &values, Translate translate) {
  std::vector<std::uint32_t> result;
  result.reserve(list.size());
  for (T &value : std::exchange(list, {})) {
    translate(value);
    result.push_back(values.indexOf(std::move(value)));
  }
  return result;
}

} // namespace

std::size_t poolHash(const std::string &text) { return std::hash<std::string>()(text); }
std::size_t poolHash(const Entity &entity) { return poolHash(entity.usr); }
std::size_t poolHash(const Block &block) { return mixed(poolHash(block.file), block.whole.begin); }
std::size_t poolHash(const Chunk &chunk) { return mixed(poolHash(chunk.file), chunk.extent.begin); }
std::size_t poolHash(const Reference &reference) {
  return mixed(mixed(poolHash(reference.file), reference.name.begin), reference.entity);
}
std::size_t poolHash(const Using &fact) { return mixed(poolHash(fact.file), fact.extent.begin); }
std::size_t poolHash(const DependentName &name) {
  return mixed(poolHash(name.file), name.name.begin);
}
std::size_t poolHash(const CompleteUse &use) {
  return mixed(mixed(poolHash(use.file), use.offset), use.entity);
}

PooledFacts FactPool::add(Facts unit) {
  const std::lock_guard lock(mutex);
  PooledFacts result;
  std::vector<std::uint32_t> usrOf;
  const auto toUsr = [&](std::uint32_t &index) {
    if (index != Facts::NoEntity)
      index = usrOf[index];
  };
  const auto asIs = [](const auto &) {};
  for (const Entity &entity : unit.entities)
    usrOf.push_back(usrs.indexOf(entity.usr));
  result.entities = pooled(unit.entities, entities, asIs);
  usrOfEntity.resize(entities.size());
  for (std::size_t i = 0; i < usrOf.size(); ++i)
    usrOfEntity[result.entities[i]] = usrOf[i];
  result.contexts = pooled(unit.contexts, contexts, asIs);
  result.blocks = pooled(unit.blocks, blocks, asIs);
  result.usings = pooled(unit.usings, usings, [&](Using &fact) { toUsr(fact.target); });
  result.chunks = pooled(unit.chunks, chunks, [&](Chunk &chunk) {
    toUsr(chunk.entity);
    toUsr(chunk.owner);
  });
  result.references = pooled(unit.references, references, [&](Reference &reference) {
    toUsr(reference.entity);
    toUsr(reference.qualifierScope);
    toUsr(reference.firstScope);
    if (reference.via != Reference::NoIndex)
      reference.via = result.usings[reference.via];
    reference.context = result.contexts[reference.context];
  });
  result.dependentNames = pooled(unit.dependentNames, dependentNames, asIs);
  result.completeUses =
      pooled(unit.completeUses, completeUses, [&](CompleteUse &use) { toUsr(use.entity); });
  result.own = std::move(unit);
  return result;
}

} // namespace levitate::plan
