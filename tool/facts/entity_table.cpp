#include "tool/facts/entity_table.h"

#include "tool/facts/entities.h"

#include <clang/AST/DeclTemplate.h>

namespace levitate::facts {

using namespace clang;

std::uint32_t Entities::of(const NamedDecl *declaration) {
  if (!declaration)
    return Reference::NoIndex;
  const auto seen = byDeclaration.find(declaration);
  if (seen != byDeclaration.end())
    return seen->second;
  const NamedDecl *canonical = entityDeclaration(declaration);
  const auto known = byDeclaration.find(canonical);
  std::uint32_t index;
  if (known != byDeclaration.end()) {
    index = known->second;
  } else {
    Entity entity = describe(canonical);
    if (entity.usr.empty())
      entity.usr = "local:" + entity.qualified + "@" +
                   formatLocation(places.place(canonical->getLocation()));
    // A builtin function is declared by the compiler, where it is first used.
    const auto *function = dyn_cast<FunctionDecl>(canonical);
    if (!function || !function->isImplicit() || function->getBuiltinID() == 0)
      entity.file = definitionFile(canonical);
    const auto *tag = dyn_cast<TagDecl>(canonical);
    entity.defined = tag && tag->getDefinition();
    if (entity.file.starts_with('/'))
      entity.file = standardHeader(canonical).value_or(std::move(entity.file));
    index = add(std::move(entity));
    byDeclaration.emplace(canonical, index);
  }
  byDeclaration.emplace(declaration, index);
  return index;
}

std::uint32_t Entities::ofMacro(llvm::StringRef name, const MacroInfo *macro) {
  const auto [place, inserted] = byMacro.emplace(macro, 0);
  if (inserted) {
    Entity entity;
    entity.name = entity.qualified = name.str();
    entity.kind = EntityKind::Macro;
    entity.atNamespaceScope = true;
    const FileID id = places.sources.getFileID(macro->getDefinitionLoc());
    entity.file = places.header(id);
    entity.usr = "macro:" + entity.name + "@" + entity.file;
    place->second = add(std::move(entity));
  }
  return place->second;
}

std::uint32_t Entities::ofGlobalNamespace() {
  if (globalNamespace == Reference::NoIndex) {
    Entity entity;
    entity.usr = "global";
    entity.kind = EntityKind::Namespace;
    globalNamespace = add(std::move(entity));
  }
  return globalNamespace;
}

std::uint32_t Entities::add(Entity entity) {
  const auto [place, inserted] =
      byUsr.emplace(entity.usr, static_cast<std::uint32_t>(facts.entities.size()));
  if (inserted)
    facts.entities.push_back(std::move(entity));
  return place->second;
}

// Where the definition is, for a class or enumeration; else where the first declaration is that
// stands in no function. Nothing when there is none.
std::string Entities::definitionFile(const NamedDecl *canonical) {
  const NamedDecl *best = canonical;
  if (const auto *tag = dyn_cast<TagDecl>(canonical); tag && tag->getDefinition())
    best = tag->getDefinition();
  if (const_cast<NamedDecl *>(best)->isLocalExternDecl()) {
    best = nullptr;
    for (Decl *other : canonical->redecls())
      if (!best && !other->isLocalExternDecl())
        best = cast<NamedDecl>(other);
    if (!best)
      return {};
  }
  const SourceLocation location = places.sources.getFileLoc(best->getLocation());
  return location.isValid() ? places.header(places.sources.getFileID(location)) : "";
}

// Of the standard library the header that the standard says, when some file includes that: what
// another standard header happens to bring along is no one's to rely on.
std::optional<std::string> Entities::standardHeader(const NamedDecl *declaration) {
  const std::optional<tooling::stdlib::Symbol> symbol = recogniser(declaration);
  if (!symbol)
    return std::nullopt;
  for (const tooling::stdlib::Header &header : symbol->headers()) {
    const llvm::StringRef name = header.name().drop_front().drop_back(); // without the brackets
    for (const Include &include : facts.includes)
      if (include.angled && include.name == name && include.resolved.starts_with('/'))
        return include.resolved;
  }
  return std::nullopt;
}

} // namespace levitate::facts
