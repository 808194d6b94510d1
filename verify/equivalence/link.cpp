#include "verify/equivalence/link.h"

#include "base/text.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace levitate::equivalence {
namespace {

bool isSymbolByte(char byte) { return isWord(byte) || byte == '.' || byte == '$' || byte == '@'; }

/// The words of assembly that may be symbols; those before a colon are labels.
void wordsOf(std::string_view text, std::set<std::string> &labels, std::set<std::string> &words) {
  for (std::size_t at = 0; at < text.size();) {
    if (!isSymbolByte(text[at])) {
      ++at;
      continue;
    }
    const std::size_t start = at;
    while (at < text.size() && isSymbolByte(text[at]))
      ++at;
    std::string word(text.substr(start, at - start));
    word = word.substr(0, word.find('@'));
    (at < text.size() && text[at] == ':' ? labels : words).insert(std::move(word));
  }
}

/// What a unit gives to the link and asks of it, by linker symbol under the renames.
struct Symbols {
  std::set<std::string> defined, needed;
};

Symbols symbolsOf(const Unit &unit) {
  Symbols symbols;
  for (const Entity &entity : unit.entities)
    if (entity.binding != Binding::Internal && !entity.isElsewhere)
      symbols.defined.insert(entity.key);
  for (const auto &[key, declaration] : unit.declarations)
    if (!declaration.isWeak)
      symbols.needed.insert(key);
  return symbols;
}

} // namespace

std::vector<bool> linkedUnits(const ProgramUnits &program, const std::vector<const Unit *> &units) {
  std::vector<bool> linked(units.size(), false);
  std::vector<Symbols> symbols;
  symbols.reserve(units.size());
  // Assembly and the link line know symbols, not keys.
  std::map<std::string, std::string> keys;
  std::vector<std::set<std::string>> labels(units.size()), words(units.size());
  for (std::size_t index = 0; index < units.size(); ++index) {
    symbols.push_back(symbolsOf(*units[index]));
    wordsOf(units[index]->assembly, labels[index], words[index]);
    for (const Entity &entity : units[index]->entities)
      if (entity.binding != Binding::Internal)
        keys.try_emplace(entity.symbol, entity.key);
    for (const auto &[key, declaration] : units[index]->declarations)
      keys.try_emplace(declaration.symbol, key);
  }
  const auto keyOf = [&](const std::string &symbol) {
    const auto found = keys.find(symbol);
    return found == keys.end() ? symbol : found->second;
  };
  std::map<std::string, std::vector<std::size_t>> definers; // in archives, in link order
  std::vector<std::size_t> open;
  const auto take = [&](std::size_t index) {
    if (!linked[index])
      open.push_back(index);
    linked[index] = true;
  };
  std::size_t next = 0;
  for (const LinkedPart &part : program.parts)
    for (std::size_t count = 0; count < part.compilations.size() && next < units.size();
         ++count, ++next) {
      for (const std::string &label : labels[next])
        symbols[next].defined.insert(keyOf(label));
      for (const std::string &word : words[next])
        if (keys.contains(word) && !symbols[next].defined.contains(keyOf(word)))
          symbols[next].needed.insert(keyOf(word));
      if (!part.isArchive)
        take(next);
      else
        for (const std::string &key : symbols[next].defined)
          definers[key].push_back(next);
    }
  std::set<std::string> defined;
  std::vector<std::string> needed;
  for (const std::string &symbol : program.needed)
    needed.push_back(keyOf(symbol));
  const auto load = [&] {
    while (!open.empty()) {
      const std::size_t index = open.back();
      open.pop_back();
      defined.insert(symbols[index].defined.begin(), symbols[index].defined.end());
      needed.insert(needed.end(), symbols[index].needed.begin(), symbols[index].needed.end());
    }
  };
  load();
  while (!needed.empty()) {
    const std::string key = std::move(needed.back());
    needed.pop_back();
    const auto found = definers.find(key);
    if (defined.contains(key) || found == definers.end())
      continue;
    take(found->second.front());
    load();
  }
  return linked;
}

} // namespace levitate::equivalence
