#include "tool/plan/later.h"

#include "base/qualified_name.h"

namespace levitate::plan {

namespace {

// What a step makes of the names that it changes.
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs pairsOf(const recipe::Action &action) {
  Pairs pairs;
  if (const auto *rename = std::get_if<recipe::Rename>(&action)) {
    const std::string &old = rename->symbol.qualified;
    pairs.emplace_back(old, inScope(scopeOf(old), rename->to));
  } else if (const auto *space = std::get_if<recipe::RenameNamespace>(&action)) {
    pairs.emplace_back(space->from, space->to);
  } else if (const auto *move = std::get_if<recipe::Move>(&action)) {
    for (const recipe::SymbolName &symbol : move->symbols) {
      const std::string &old = symbol.qualified;
      if (symbol.everything && move->nameSpace)
        pairs.emplace_back(old, *move->nameSpace);
      else if (!symbol.everything)
        pairs.emplace_back(old, inScope(move->nameSpace.value_or(scopeOf(old)),
                                        symbol.as.value_or(lastComponent(old))));
    }
  }
  return pairs;
}

template <class Visit>
void afterwards(const recipe::Recipe &recipe, const recipe::Step &step, Visit visit) {
  bool later = false;
  for (const recipe::Step &one : recipe.steps) {
    if (later)
      visit(one);
    later |= &one == &step;
  }
}

} // namespace

std::vector<std::string> laterNames(const recipe::Recipe &recipe, const recipe::Step &step,
                                    const std::string &qualified) {
  std::vector<std::string> names{qualified};
  afterwards(recipe, step, [&](const recipe::Step &later) {
    for (const auto &[from, to] : pairsOf(later.action)) {
      const std::string &name = names.back();
      if (name == from) {
        names.push_back(to);
        return;
      }
      if (!from.empty() && name.starts_with(from + "::")) {
        names.push_back(inScope(to, name.substr(from.size() + 2)));
        return;
      }
    }
  });
  return names;
}

std::vector<std::string> laterPaths(const recipe::Recipe &recipe, const recipe::Step &step,
                                    const std::string &file) {
  std::vector<std::string> paths{file};
  afterwards(recipe, step, [&](const recipe::Step &later) {
    if (const auto *move = std::get_if<recipe::MoveFile>(&later.action);
        move && move->from == paths.back())
      paths.push_back(move->to);
  });
  return paths;
}

bool isMadeLater(const recipe::Recipe &recipe, const recipe::Step &step,
                 const std::string &qualified) {
  bool made = false;
  afterwards(recipe, step, [&](const recipe::Step &later) {
    for (const auto &[from, to] : pairsOf(later.action))
      made |= to == qualified || (!from.empty() && qualified.starts_with(to + "::"));
  });
  return made;
}

} // namespace levitate::plan
