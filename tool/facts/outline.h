// The outline of a unit's files: the blocks of namespaces and of linkage, and the declarations that
// stand directly in them.
#pragma once

#include "tool/facts/entity_table.h"

namespace levitate::facts {

/// Adds blocks and chunks to Facts.
class Outline {
public:
  Outline(Facts &facts, Places &places, Entities &entities)
      : facts(facts), places(places), entities(entities) {}

  /// A declaration that stands in a namespace, a linkage block or a file.
  void add(clang::Decl *declaration);

  /// The outermost class around a member; what is no member owns `itself`.
  std::uint32_t ownerOf(const clang::NamedDecl *declaration, std::uint32_t itself);

private:
  void addNamespace(const clang::NamespaceDecl *space);
  void addLinkage(const clang::LinkageSpecDecl *linkage);
  void addChunk(clang::Decl *declaration);
  std::uint32_t findBrace(clang::SourceLocation from) const;
  bool madeByMacro(clang::SourceRange range) const;
  void extendToSemicolon(Chunk &chunk, clang::SourceLocation end, const clang::Decl *main);
  void describeChunk(Chunk &chunk, const clang::Decl *main);

  Facts &facts;
  Places &places;
  Entities &entities;
};

} // namespace levitate::facts
