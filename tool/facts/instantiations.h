// Explicit instantiations of functions, member functions and static members of templates
// ([temp.explicit]). Clang instantiates them and keeps no declaration, so they are read off the
// text and their names are looked up anew.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <functional>
#include <vector>

namespace levitate::facts {

/// A name in an explicit instantiation.
struct InstantiationName {
  clang::SourceLocation location;
  clang::SourceLocation qualifier; ///< where its qualifier begins; invalid when it has none
  bool global = false;             ///< the qualifier begins with `::`
  /// What it names; several when it is that of an overload set.
  std::vector<const clang::NamedDecl *> declarations;
  const clang::NamedDecl *qualifierScope = nullptr; ///< what the qualifier names
  const clang::NamedDecl *firstScope = nullptr;     ///< what its first component names
  bool instantiated = false;                        ///< it is the name of what is instantiated
};

/// One explicit instantiation, whose places are all in one file.
struct Instantiation {
  clang::SourceLocation begin, end; ///< of its first token (`extern`, `template`) and of its `;`
  bool isDeclaration = false;       ///< `extern template`
  const clang::DeclContext *scope = nullptr; ///< the namespace or translation unit around it
  std::vector<InstantiationName> names;
};

/// Those in one file, in order. `passedOver` says of the offset of a `template` whether it belongs
/// to a declaration that Clang has kept, or to code that is not compiled. Names that can't be
/// looked up (dependent ones, those made by macros, operators) are left out.
std::vector<Instantiation> findInstantiations(clang::ASTContext &context, clang::FileID file,
                                              const std::function<bool(unsigned)> &passedOver);

} // namespace levitate::facts
