#include "verify/equivalence/program.h"

#include <algorithm>
#include <cctype>

namespace levitate::equivalence {

Program::Program(std::string name, std::vector<const Unit *> units)
    : label(std::move(name)), parts(std::move(units)) {
  std::set<std::string> shared;
  std::map<std::pair<bool, std::uint32_t>, std::vector<ProgramStep>> ordered;
  for (std::uint32_t unit = 0; unit < parts.size(); ++unit) {
    const std::vector<Entity> &entities = parts[unit]->entities;
    for (std::uint32_t index = 0; index < entities.size(); ++index) {
      if (entities[index].binding == Binding::Internal)
        internal.push_back({unit, index});
      else
        external[entities[index].key].push_back({unit, index});
    }
    for (const Initialiser &step : parts[unit]->initialisers)
      if (step.sharedWith.empty() || shared.insert(step.sharedWith).second)
        ordered[{step.isAtExit, step.priority}].push_back({step, unit});
    for (const auto &[key, declaration] : parts[unit]->declarations) {
      declared[key].name = declaration.name;
      declared[key].symbol = declaration.symbol;
      declared[key].texts.insert(declaration.texts.begin(), declaration.texts.end());
    }
  }
  for (auto &[when, sameTime] : ordered)
    for (ProgramStep &step : sameTime)
      steps.push_back(std::move(step));
}

EntityId Program::chosen(const std::vector<EntityId> &copies) const {
  const auto strong = std::find_if(copies.begin(), copies.end(), [&](EntityId id) {
    return (*this)[id].binding == Binding::Strong;
  });
  return strong == copies.end() ? copies.front() : *strong;
}

std::string withoutUnitNumbers(const std::string &name) {
  const auto isDigit = [](char byte) { return std::isdigit(static_cast<unsigned char>(byte)); };
  std::string result;
  for (std::size_t at = 0; at < name.size(); ++at) {
    result += name[at];
    const bool endsLambda = result.ends_with("$_");
    // A number after the last dot, at the end of the name.
    const bool endsBase =
        name[at] == '.' && at > 0 &&
        std::all_of(name.begin() + static_cast<std::ptrdiff_t>(at) + 1, name.end(), isDigit);
    if (endsBase) {
      result.pop_back();
      break;
    }
    if (endsLambda)
      while (at + 1 < name.size() && isDigit(name[at + 1]))
        ++at;
  }
  return result;
}

} // namespace levitate::equivalence
