#include "tool/facts/directives.h"

#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Token.h>
#include <llvm/Support/xxhash.h>

#include <algorithm>
#include <set>

namespace levitate::facts {

using namespace clang;

std::optional<llvm::ArrayRef<DirectiveCache::Directive>>
DirectiveCache::of(llvm::StringRef contents) {
  const auto bytes =
      llvm::ArrayRef(reinterpret_cast<const std::uint8_t *>(contents.data()), contents.size());
  const llvm::XXH128_hash_t hash = llvm::xxh3_128bits(bytes);
  Entry *entry = nullptr;
  {
    const std::lock_guard lock(mutex);
    std::unique_ptr<Entry> &place = entries[{hash.low64, hash.high64}];
    if (!place)
      place = std::make_unique<Entry>();
    entry = place.get();
  }
  std::call_once(entry->once, [&] {
    entry->failed = scanSourceForDependencyDirectives(contents, entry->tokens, entry->directives);
  });
  if (entry->failed)
    return std::nullopt;
  return llvm::ArrayRef(entry->directives);
}

void PastingMacros::MacroDefined(const Token &name, const MacroDirective *directive) {
  const MacroInfo *macro = directive->getMacroInfo();
  if (!macro || macro->isBuiltinMacro() || macro->tokens_empty())
    return;
  Definition &definition = macros[name.getIdentifierInfo()->getName().str()];
  for (const Token &token : macro->tokens()) {
    definition.pastes |= token.is(tok::hashhash);
    if (const IdentifierInfo *word = token.getIdentifierInfo())
      definition.words.push_back(word->getName().str());
    else if (token.is(tok::numeric_constant) && token.getLiteralData())
      definition.words.emplace_back(token.getLiteralData(), token.getLength());
  }
}

std::vector<PastingMacro> PastingMacros::result() const {
  std::map<std::string, std::vector<std::string>> namedBy; // a word, and the macros that have it
  std::vector<std::string> open;
  for (const auto &[name, definition] : macros) {
    if (definition.pastes)
      open.push_back(name);
    for (const std::string &word : definition.words)
      if (word != name && macros.contains(word))
        namedBy[word].push_back(name);
  }
  std::set<std::string> found(open.begin(), open.end());
  while (!open.empty()) {
    const std::string name = std::move(open.back());
    open.pop_back();
    if (const auto users = namedBy.find(name); users != namedBy.end())
      for (const std::string &user : users->second)
        if (found.insert(user).second)
          open.push_back(user);
  }
  std::vector<PastingMacro> result;
  for (const std::string &name : found)
    result.push_back({name, macros.at(name).words});
  return result;
}

} // namespace levitate::facts
