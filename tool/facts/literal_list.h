// A braced list of nothing but literals, such as a table of a million numbers, as one text: what is
// compared of it is a hash of its values, for a text of its own for each would cost many times what
// parsing it does.
#pragma once

#include <clang/AST/Expr.h>
#include <llvm/ADT/STLFunctionalExtras.h>

#include <optional>
#include <string>

namespace levitate::facts {

/// What a list says, nested lists and implicit conversions included: its types in words, its shape
/// and its values as a hash. Nothing when it holds anything else, when `plain` is false of one of
/// its literals, or when it has so few that each can be said. `type` says a type in words.
std::optional<std::string> textOfLiterals(const clang::InitListExpr *list,
                                          llvm::function_ref<std::string(clang::QualType)> type,
                                          llvm::function_ref<bool(const clang::Expr *)> plain);

} // namespace levitate::facts
