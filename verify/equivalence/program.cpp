#include "verify/equivalence/program.h"

#include <algorithm>
#include <tuple>

namespace levitate::equivalence {

Program::Program(std::string name, std::vector<const Unit *> units, std::vector<bool> linked)
    : label(std::move(name)), parts(std::move(units)), taken(std::move(linked)) {
  std::set<std::string> shared;
  std::map<std::tuple<bool, bool, std::uint32_t>, std::vector<ProgramStep>> ordered;
  for (std::uint32_t unit = 0; unit < parts.size(); ++unit) {
    const std::vector<Entity> &entities = parts[unit]->entities;
    for (std::uint32_t index = 0; index < entities.size(); ++index) {
      if (entities[index].binding == Binding::Internal)
        internal.push_back({unit, index});
      else
        external[entities[index].key].push_back({unit, index});
    }
  }
  // What is shared belongs to the first unit that is linked.
  for (const bool isLinked : {true, false})
    for (std::uint32_t unit = 0; unit < parts.size(); ++unit)
      for (const Initialiser &step : parts[unit]->initialisers)
        if (taken[unit] == isLinked &&
            (step.sharedWith.empty() || shared.insert(step.sharedWith).second))
          ordered[{!taken[unit], step.isAtExit, step.priority}].push_back(
              {step, unit, taken[unit]});
  for (const Unit *unit : parts)
    for (const auto &[key, declaration] : unit->declarations) {
      const auto [known, isNew] = declared.try_emplace(key, declaration);
      known->second.isWeak = known->second.isWeak && declaration.isWeak;
    }
  for (auto &[when, sameTime] : ordered)
    for (ProgramStep &step : sameTime)
      steps.push_back(std::move(step));
}

EntityId Program::chosen(const std::vector<EntityId> &copies) const {
  const auto rank = [&](EntityId id) {
    const Entity &entity = (*this)[id];
    return std::tuple(entity.isElsewhere, !taken[id.unit], entity.binding != Binding::Strong,
                      entity.isDiscardable);
  };
  return *std::min_element(copies.begin(), copies.end(),
                           [&](EntityId a, EntityId b) { return rank(a) < rank(b); });
}

} // namespace levitate::equivalence
