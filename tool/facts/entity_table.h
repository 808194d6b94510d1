// The entities of one unit: each declaration and macro that its facts speak of, once.
#pragma once

#include "tool/facts/facts.h"
#include "tool/facts/places.h"

#include <clang/AST/Decl.h>
#include <clang/Lex/MacroInfo.h>
#include <clang/Tooling/Inclusions/StandardLibrary.h>

#include <optional>
#include <unordered_map>

namespace levitate::facts {

/// Adds entities to Facts as they are asked for. What it returns are indices into these.
class Entities {
public:
  Entities(Facts &facts, Places &places) : facts(facts), places(places) {}

  /// Of any declaration of it; NoIndex of none.
  std::uint32_t of(const clang::NamedDecl *declaration);
  std::uint32_t ofMacro(llvm::StringRef name, const clang::MacroInfo *macro);
  std::uint32_t ofGlobalNamespace();

private:
  std::uint32_t add(Entity entity);
  std::string definitionFile(const clang::NamedDecl *canonical);
  std::optional<std::string> standardHeader(const clang::NamedDecl *declaration);

  Facts &facts;
  Places &places;
  clang::tooling::stdlib::Recognizer recogniser;
  std::unordered_map<const clang::NamedDecl *, std::uint32_t> byDeclaration;
  std::unordered_map<const clang::MacroInfo *, std::uint32_t> byMacro;
  std::unordered_map<std::string, std::uint32_t> byUsr;
  std::uint32_t globalNamespace = Reference::NoIndex;
};

} // namespace levitate::facts
