#include "verify/equivalence/definitions.h"

#include "verify/equivalence/names.h"

#include <algorithm>
#include <set>

namespace levitate::equivalence {
namespace {

/// Whether a program that takes the unit for one of its definitions can tell that from others: the
/// unit runs something first, is kept, or fills a section.
bool hasEffectWhenTaken(const Unit &unit) {
  return !unit.initialisers.empty() || !unit.retained.empty() ||
         std::any_of(unit.entities.begin(), unit.entities.end(), [](const Entity &entity) {
           return entity.kind == EntityKind::Variable && !entity.section.empty();
         });
}

/// Nothing but the definition itself makes it what it is.
bool standsAlone(const Definition &definition) {
  const Entity &entity = definition.get();
  return entity.binding == Binding::Strong && entity.locals.empty() && entity.section.empty() &&
         !hasEffectWhenTaken(*definition.unit);
}

std::vector<Hash> assumptionsOf(const Definition &definition) {
  std::vector<Hash> hashes;
  for (const std::uint32_t index : definition.get().others)
    hashes.push_back(index == Unit::defined ? Hash() : definition.unit->assumptions[index]);
  return hashes;
}

/// Alike in code, options, and what is assumed of others; of a symbol that the unit itself defines
/// nothing is assumed.
bool areAlike(const Definition &one, const Definition &other) {
  if (one.get().text != other.get().text || one.unit->environment != other.unit->environment)
    return false;
  const std::vector<Hash> was = assumptionsOf(one), is = assumptionsOf(other);
  return std::equal(was.begin(), was.end(), is.begin(), is.end(), [](const Hash &a, const Hash &b) {
    return a == b || a == Hash() || b == Hash();
  });
}

/// The first holder of `all` that is not one of `others`; empty if there is none.
std::string onlyIn(const std::vector<Definition> &all, const std::vector<Definition> &others) {
  for (const Definition &definition : all)
    if (std::none_of(others.begin(), others.end(),
                     [&](const Definition &other) { return other.holder == definition.holder; }))
      return definition.holder;
  return {};
}

} // namespace

std::string definitionKey(const Entity &entity) {
  return entity.binding == Binding::Internal ? "local " + withoutUnitNumbers(entity.name)
                                             : entity.key;
}

Definitions definitionsOf(const BuildTree &tree, const std::vector<Unit> &units) {
  std::vector<std::set<std::string>> holders(units.size());
  const auto hold = [&](const ProgramUnits &program, bool onlyRest) {
    for (const std::size_t index : program.compilations())
      if (!onlyRest || holders[index].empty())
        holders[index].insert(program.name);
  };
  for (const ProgramUnits &library : tree.libraries)
    hold(library, false);
  for (const bool isLibrary : {true, false})
    for (const ProgramUnits &program : tree.programs)
      if (program.isLibrary == isLibrary)
        hold(program, !isLibrary);
  Definitions definitions;
  for (std::size_t index = 0; index < units.size(); ++index) {
    if (holders[index].empty())
      holders[index].insert("");
    for (std::uint32_t entity = 0; entity < units[index].entities.size(); ++entity)
      if (const Entity &found = units[index].entities[entity]; !found.isElsewhere)
        for (const std::string &holder : holders[index])
          definitions[definitionKey(found)].push_back({&units[index], entity, holder});
  }
  return definitions;
}

std::optional<Move> moveOf(const std::string &key, const std::string &library, bool isNew,
                           const Definitions &before, const Definitions &after) {
  const auto was = before.find(key), is = after.find(key);
  if (was == before.end() || is == after.end() || was->second.size() != is->second.size())
    return std::nullopt;
  const Definition &first = was->second.front();
  for (const std::vector<Definition> *all : {&was->second, &is->second})
    for (const Definition &definition : *all)
      if (!standsAlone(definition) || !areAlike(first, definition))
        return std::nullopt;
  Move move{is->second.front().get().name, isNew ? onlyIn(was->second, is->second) : library,
            isNew ? library : onlyIn(is->second, was->second)};
  if (move.from.empty() || move.to.empty())
    return std::nullopt;
  return move;
}

} // namespace levitate::equivalence
