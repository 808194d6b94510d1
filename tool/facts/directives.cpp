#include "tool/facts/directives.h"

#include <clang/Lex/MacroInfo.h>
#include <clang/Lex/Token.h>
#include <llvm/Support/xxhash.h>

#include <llvm/ADT/DenseSet.h>
#include <llvm/ADT/STLExtras.h>

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
  if (macro && !macro->isBuiltinMacro() && !macro->tokens_empty())
    macros.emplace_back(name.getIdentifierInfo(), macro);
}

std::vector<PastingMacro> PastingMacros::result() const {
  llvm::DenseSet<const IdentifierInfo *> found;
  const auto leads = [&](const Token &token) {
    return token.is(tok::hashhash) ||
           (token.getIdentifierInfo() && found.contains(token.getIdentifierInfo()));
  };
  for (std::size_t before = 1; before != found.size();) {
    before = found.size();
    for (const auto &[name, macro] : macros)
      if (!found.contains(name) && llvm::any_of(macro->tokens(), leads))
        found.insert(name);
    if (found.empty())
      return {};
  }
  std::map<std::string, std::vector<std::string>> words;
  for (const auto &[name, macro] : macros) {
    if (!found.contains(name))
      continue;
    std::vector<std::string> &list = words[name->getName().str()];
    for (const Token &token : macro->tokens())
      if (const IdentifierInfo *word = token.getIdentifierInfo())
        list.push_back(word->getName().str());
      else if (token.is(tok::numeric_constant) && token.getLiteralData())
        list.emplace_back(token.getLiteralData(), token.getLength());
  }
  std::vector<PastingMacro> result;
  for (auto &[name, list] : words)
    result.push_back({name, std::move(list)});
  return result;
}

} // namespace levitate::facts
