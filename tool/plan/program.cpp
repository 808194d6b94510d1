#include "tool/plan/program.h"

#include <algorithm>
#include <tuple>

namespace levitate::plan {

using namespace facts;

namespace {

auto referenceKey(const Reference &r) {
  return std::tie(r.file, r.name.begin, r.entity, r.qualifier.begin, r.via, r.context, r.declares,
                  r.dependent, r.adl, r.inMacro);
}
auto chunkKey(const Chunk &c) {
  return std::tie(c.file, c.extent.begin, c.extent.end, c.entity, c.owner);
}
// One macro may open several namespaces: the outer one, whose USR begins the inner one's, is first.
auto blockKey(const Block &b) { return std::tie(b.file, b.whole.begin, b.usr, b.whole.end); }
auto includeKey(const Include &i) { return std::tie(i.file, i.extent.begin, i.resolved); }

template <class T, class Key> void sortUnique(std::vector<T> &list, Key key) {
  std::stable_sort(list.begin(), list.end(),
                   [&](const T &a, const T &b) { return key(a) < key(b); });
  list.erase(std::unique(list.begin(), list.end(),
                         [&](const T &a, const T &b) { return key(a) == key(b); }),
             list.end());
}

/// Which values of a pool have been seen.
class Known {
public:
  template <class T> explicit Known(const Distinct<T> &values) : seen(values.size()) {}
  /// Was it, before this call?
  bool isKnown(std::uint32_t index) {
    const bool known = seen[index];
    seen[index] = true;
    return known;
  }

private:
  std::vector<bool> seen;
};

} // namespace

Program::Program(const FactPool &pool, const std::vector<const PooledFacts *> &all) {
  merge(pool, all);
}

Program::Program(std::vector<Facts> all) {
  FactPool pool;
  std::vector<PooledFacts> pooled;
  for (Facts &unit : all)
    pooled.push_back(pool.add(std::move(unit)));
  std::vector<const PooledFacts *> pointers;
  for (const PooledFacts &unit : pooled)
    pointers.push_back(&unit);
  merge(pool, pointers);
}

void Program::merge(const FactPool &pool, const std::vector<const PooledFacts *> &all) {
  // Indices of the pool as indices here.
  constexpr std::uint32_t None = Facts::NoEntity;
  std::vector<std::uint32_t> entityOf(pool.usrs.size(), None),
      contextOf(pool.contexts.size(), None), usingOf(pool.usings.size(), None);
  const auto mapped = [&](std::uint32_t index) { return index == None ? index : entityOf[index]; };
  // What an earlier unit has said.
  Known entitiesKnown(pool.entities), referencesKnown(pool.references), chunksKnown(pool.chunks),
      blocksKnown(pool.blocks), namesKnown(pool.dependentNames), usesKnown(pool.completeUses);
  std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> usingByPlace;
  std::set<std::string> inactiveKnown; // of these files, from some unit

  for (const PooledFacts *pooled : all) {
    const Facts &unit = pooled->own;
    for (const std::uint32_t id : pooled->entities) {
      if (entitiesKnown.isKnown(id))
        continue;
      const Entity &entity = pool.entities[id];
      const auto [place, inserted] =
          byUsr.emplace(entity.usr, static_cast<std::uint32_t>(entities.size()));
      if (inserted)
        headers.emplace_back();
      if (entity.file.starts_with('/'))
        headers[place->second].insert(entity.file);
      if (inserted) {
        entities.push_back(entity);
      } else {
        // A unit that sees the definition knows more than one that sees a declaration only.
        Entity &known = entities[place->second];
        known.state |= entity.state;
        const bool better = entity.defined != known.defined
                                ? entity.defined
                                : entity.file < known.file && entity.kind != EntityKind::Record;
        if (known.file.empty() || (better && !entity.file.empty())) {
          known.file = entity.file;
          known.defined = entity.defined;
        }
      }
      entityOf[pool.usrOfEntity[id]] = place->second;
    }
    for (const std::uint32_t id : pooled->contexts)
      if (contextOf[id] == None) {
        contextOf[id] = static_cast<std::uint32_t>(contexts.size());
        contexts.push_back(pool.contexts[id]);
      }
    for (const std::uint32_t id : pooled->usings) {
      if (usingOf[id] != None)
        continue;
      Using fact = pool.usings[id];
      fact.target = mapped(fact.target);
      const auto [place, inserted] = usingByPlace.emplace(
          std::pair(fact.file, fact.extent.begin), static_cast<std::uint32_t>(usings.size()));
      usingOf[id] = place->second;
      if (inserted)
        usings.push_back(std::move(fact));
    }
    for (const std::uint32_t id : pooled->references) {
      if (referencesKnown.isKnown(id))
        continue;
      Reference reference = pool.references[id];
      reference.entity = mapped(reference.entity);
      reference.qualifierScope = mapped(reference.qualifierScope);
      reference.firstScope = mapped(reference.firstScope);
      if (reference.via != Reference::NoIndex)
        reference.via = usingOf[reference.via];
      reference.context = contextOf[reference.context];
      files[reference.file].references.push_back(std::move(reference));
    }
    for (const std::uint32_t id : pooled->chunks) {
      if (chunksKnown.isKnown(id))
        continue;
      Chunk chunk = pool.chunks[id];
      chunk.entity = mapped(chunk.entity);
      chunk.owner = mapped(chunk.owner);
      files[chunk.file].chunks.push_back(std::move(chunk));
    }
    for (const std::uint32_t id : pooled->blocks)
      if (!blocksKnown.isKnown(id))
        files[pool.blocks[id].file].blocks.push_back(pool.blocks[id]);
    for (const Include &include : unit.includes)
      files[include.file].includes.push_back(include);
    for (const std::uint32_t id : pooled->dependentNames)
      if (!namesKnown.isKnown(id))
        files[pool.dependentNames[id].file].dependentNames.push_back(pool.dependentNames[id]);
    for (const std::uint32_t id : pooled->completeUses) {
      if (usesKnown.isKnown(id))
        continue;
      CompleteUse use = pool.completeUses[id];
      use.entity = mapped(use.entity);
      files[use.file].completeUses.push_back(std::move(use));
    }

    std::map<std::string, std::vector<Range>> inactiveHere;
    for (const Facts::Inactive &inactive : unit.inactive)
      inactiveHere[inactive.file].push_back(inactive.range);
    const std::size_t index = units.size();
    nestedNamespaces = nestedNamespaces && unit.nestedNamespaces;
    UnitFacts summary{unit.unit, unit.configuration, {}, unit.diagnostics};
    for (const std::string &file : unit.files) {
      if (!file.starts_with('/')) {
        FileFacts &facts = files[file];
        facts.units.insert(index);
        facts.nestedNamespaces = facts.nestedNamespaces && unit.nestedNamespaces;
        if (unit.depth != Depth::Directives)
          facts.inactive = inactiveKnown.insert(file).second
                               ? inactiveHere[file]
                               : intersection(facts.inactive, inactiveHere[file]);
      }
      summary.files.insert(file);
    }
    if (!unit.unit.starts_with('/'))
      files[unit.unit].mainFile = true;
    units.push_back(std::move(summary));
  }

  for (auto &[name, file] : files) {
    sortUnique(file.references, referenceKey);
    sortUnique(file.chunks, chunkKey);
    sortUnique(file.blocks, blockKey);
    sortUnique(file.includes, includeKey);
    sortUnique(file.dependentNames,
               [](const DependentName &n) { return std::tuple(n.name.begin, n.name.end); });
    sortUnique(file.completeUses,
               [](const CompleteUse &use) { return std::tie(use.offset, use.entity); });
  }
  for (std::uint32_t i = 0; i < entities.size(); ++i) {
    const Entity &entity = entities[i];
    if (!entity.file.empty() && !entity.file.starts_with('/'))
      headers[i] = {entity.file};
    byName[entity.qualified].push_back(i);
    if (entity.atNamespaceScope && entity.kind != EntityKind::Macro)
      members[entity.scope].insert(entity.name);
  }
  for (const Using &fact : usings)
    if (fact.atNamespaceScope && !fact.name.empty())
      members[fact.scope].insert(fact.name);
}

std::vector<std::uint32_t> Program::named(const std::string &qualified) const {
  const auto found = byName.find(qualified);
  return found == byName.end() ? std::vector<std::uint32_t>() : found->second;
}

std::uint32_t Program::withUsr(const std::string &usr) const {
  const auto found = byUsr.find(usr);
  return found == byUsr.end() ? Facts::NoEntity : found->second;
}

const std::set<std::string> &Program::membersOf(const std::string &nameSpace) const {
  static const std::set<std::string> none;
  const auto found = members.find(nameSpace);
  return found == members.end() ? none : found->second;
}

bool Program::isNamespace(const std::string &qualified) const {
  if (qualified.empty())
    return true;
  for (const std::uint32_t index : named(qualified))
    if (entities[index].kind == EntityKind::Namespace)
      return true;
  return false;
}

const std::set<std::string> &Program::closure(const std::string &file) const {
  const auto [place, inserted] = closures.try_emplace(file);
  std::set<std::string> &reached = place->second;
  if (!inserted)
    return reached;
  std::vector<std::string> open{file};
  while (!open.empty()) {
    const std::string next = std::move(open.back());
    open.pop_back();
    const auto facts = files.find(next);
    if (facts == files.end())
      continue;
    for (const Include &include : facts->second.includes)
      if (!include.resolved.empty() && reached.insert(include.resolved).second)
        open.push_back(include.resolved);
  }
  return reached;
}

} // namespace levitate::plan
