#include "tool/plan/meaning_pool.h"

namespace levitate::plan {

const std::string *MeaningPool::keep(std::string text) {
  Part &part = parts[std::hash<std::string>()(text) % parts.size()];
  const std::lock_guard lock(part.mutex);
  return &*part.texts.insert(std::move(text)).first;
}

PooledMeaning MeaningPool::add(facts::UnitMeaning meaning) {
  PooledMeaning result;
  for (const auto &[from, to] :
       {std::pair(&meaning.texts, &result.texts), std::pair(&meaning.names, &result.names)}) {
    to->reserve(from->size());
    for (std::string &text : *from)
      to->push_back(keep(std::move(text)));
  }
  while (!meaning.declarations.empty()) {
    auto declaration = meaning.declarations.extract(meaning.declarations.begin());
    declaration.mapped().shrink_to_fit();
    result.declarations.emplace_hint(result.declarations.end(), *keep(std::move(declaration.key())),
                                     std::move(declaration.mapped()));
  }
  result.files = std::move(meaning.files);
  result.madeTexts = std::move(meaning.madeTexts);
  result.soleDefinitions = std::move(meaning.soleDefinitions);
  result.diagnostics = std::move(meaning.diagnostics);
  return result;
}

} // namespace levitate::plan
