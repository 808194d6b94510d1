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

} // namespace

Program::Program(std::vector<Facts> all) {
  std::unordered_map<std::string, std::uint32_t> contextByName;
  std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> usingByPlace;
  std::set<std::string> inactiveKnown; // of these files, from some unit

  for (Facts &unit : all) {
    std::vector<std::uint32_t> entityMap, contextMap, usingMap;
    for (Entity &entity : unit.entities) {
      const auto [place, inserted] =
          byUsr.emplace(entity.usr, static_cast<std::uint32_t>(entities.size()));
      entityMap.push_back(place->second);
      if (inserted)
        headers.emplace_back();
      if (entity.file.starts_with('/'))
        headers[place->second].insert(entity.file);
      if (inserted) {
        entities.push_back(std::move(entity));
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
    }
    for (const std::string &context : unit.contexts) {
      const auto [place, inserted] =
          contextByName.emplace(context, static_cast<std::uint32_t>(contexts.size()));
      if (inserted)
        contexts.push_back(context);
      contextMap.push_back(place->second);
    }
    const auto mapped = [&](std::uint32_t index) {
      return index == Reference::NoIndex ? index : entityMap[index];
    };
    for (Using &fact : unit.usings) {
      fact.target = mapped(fact.target);
      const auto [place, inserted] = usingByPlace.emplace(
          std::pair(fact.file, fact.extent.begin), static_cast<std::uint32_t>(usings.size()));
      usingMap.push_back(place->second);
      if (inserted)
        usings.push_back(std::move(fact));
    }
    for (Reference &reference : unit.references) {
      reference.entity = mapped(reference.entity);
      reference.qualifierScope = mapped(reference.qualifierScope);
      reference.firstScope = mapped(reference.firstScope);
      if (reference.via != Reference::NoIndex)
        reference.via = usingMap[reference.via];
      reference.context = contextMap[reference.context];
      files[reference.file].references.push_back(std::move(reference));
    }
    for (Chunk &chunk : unit.chunks) {
      chunk.entity = mapped(chunk.entity);
      chunk.owner = mapped(chunk.owner);
      files[chunk.file].chunks.push_back(std::move(chunk));
    }
    for (Block &block : unit.blocks)
      files[block.file].blocks.push_back(std::move(block));
    for (Include &include : unit.includes)
      files[include.file].includes.push_back(std::move(include));
    for (DependentName &name : unit.dependentNames)
      files[name.file].dependentNames.push_back(std::move(name));
    for (CompleteUse &use : unit.completeUses) {
      use.entity = mapped(use.entity);
      files[use.file].completeUses.push_back(std::move(use));
    }

    std::map<std::string, std::vector<Range>> inactiveHere;
    for (const Facts::Inactive &inactive : unit.inactive)
      inactiveHere[inactive.file].push_back(inactive.range);
    const std::size_t index = units.size();
    nestedNamespaces = nestedNamespaces && unit.nestedNamespaces;
    UnitFacts summary{unit.unit, unit.configuration, {}, std::move(unit.diagnostics)};
    for (std::string &file : unit.files) {
      if (!file.starts_with('/')) {
        FileFacts &facts = files[file];
        facts.units.insert(index);
        facts.nestedNamespaces = facts.nestedNamespaces && unit.nestedNamespaces;
        if (unit.depth != Depth::Directives)
          facts.inactive = inactiveKnown.insert(file).second
                               ? inactiveHere[file]
                               : intersection(facts.inactive, inactiveHere[file]);
      }
      summary.files.insert(std::move(file));
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
