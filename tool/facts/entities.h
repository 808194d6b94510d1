// Which entity a Clang declaration stands for. A template, its pattern, its instantiations and its
// explicit specialisations are one entity; so are all redeclarations.
#pragma once

#include "tool/facts/facts.h"

#include <clang/AST/Decl.h>
#include <clang/Basic/FileManager.h>

#include <string>

namespace levitate::facts {

/// The declaration that stands for the entity: the primary template's for a specialisation, the
/// pattern's member for an instantiated member, the canonical one of all redeclarations. Never null
/// for a non-null argument.
const clang::NamedDecl *entityDeclaration(const clang::NamedDecl *declaration);

/// The Unified Symbol Resolution string of that declaration; empty when it has none.
std::string usrOf(const clang::Decl *declaration);

/// The entity without its `file`, which needs a source manager.
Entity describe(const clang::NamedDecl *declaration);

/// The qualified name of a context, with anonymous and inline namespaces left out; empty for the
/// global one.
std::string qualifiedName(const clang::DeclContext *context);

/// The innermost namespace (or the translation unit) around a context, with linkage blocks and
/// inline namespaces passed over when `transparent`.
const clang::DeclContext *enclosingNamespace(const clang::DeclContext *context);

/// The absolute path of a file that Clang has opened, symbolic links resolved.
std::string pathOf(clang::FileEntryRef file, clang::FileManager &files);

} // namespace levitate::facts
