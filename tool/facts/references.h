// What a syntax tree says: where things are named and declared, in which blocks, and through which
// using-declarations they are found.
#pragma once

#include "tool/facts/entity_table.h"

#include <clang/AST/ASTContext.h>

namespace levitate::facts {

/// Adds references, dependent names, blocks, chunks and usings to Facts. The preprocessor has been
/// done.
void gatherReferences(clang::ASTContext &context, Facts &facts, Places &places, Entities &entities);

} // namespace levitate::facts
