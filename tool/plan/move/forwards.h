// Forward declarations in place of includes, where those would make headers include each other.
#pragma once

#include "tool/plan/move/state.h"

namespace levitate::plan::move {

/// How a class or an enumeration is declared without being defined, in the place that the step
/// gives it.
struct ForwardDeclaration {
  Piece piece;
  std::vector<std::uint32_t> names; ///< entities that its text names: those have to be known there
};

/// Nothing for what has none: an alias, a class in a class, an enumeration without a fixed type, a
/// thing that is made by a macro.
std::optional<ForwardDeclaration> forwardDeclarationOf(State &state, std::uint32_t entity);

/// A use of an entity for which a forward declaration is not enough.
struct StrongUse {
  std::uint32_t entity = 0;
  std::uint32_t offset = 0;
};

/// The first such use of each entity at namespace scope in the text of a file that moves (to a
/// header) or that stays; for a member, of its class. By position.
std::vector<StrongUse> strongUses(State &state, const std::string &file, bool moving);

/// Before the includes are planned: what is declared where, by the step's `forwarding`. Fills
/// `forwards`.
void planForwards(State &state);

/// Forward declarations that stand in their file already, and do for what stays there, stay.
void keepForwardDeclarations(State &state);

/// Puts the declarations of `forwards` into the files that exist.
void insertForwards(State &state, Edits &outside);

/// The refusal when includes would go around, with the uses on both sides that need definitions.
void refuseCycle(State &state, const std::vector<std::string> &path);

} // namespace levitate::plan::move
