// Which places need a class to be defined, where for all others a declaration of it is enough
// ([basic.types.general], incomplete types). Also places that do not name the class: a value that a
// function returns, a conversion to a base.
//
// Where the language leaves it to a template (`std::optional<T>`, traits, deduced arguments), the
// class counts as needed; the smart pointers and the sequence containers that the standard lets
// hold incomplete types do not. What only implicit code needs is left to the compiler, which looks
// at every plan.
#pragma once

#include <clang/AST/ASTContext.h>
#include <clang/AST/Decl.h>

#include <functional>

namespace levitate::facts {

/// Reports each class at namespace scope (of a class inside it, the outermost) that a declaration
/// needs whole, and where. `ours` says whether a declaration at file scope is looked at. One pair
/// may be reported more than once.
void findCompleteUses(
    clang::ASTContext &context, const std::function<bool(clang::SourceLocation)> &ours,
    const std::function<void(const clang::NamedDecl *, clang::SourceLocation)> &report);

} // namespace levitate::facts
