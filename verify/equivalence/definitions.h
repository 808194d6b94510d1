// Which library or program of a tree holds each definition; whether one moved between libraries.
#pragma once

#include "verify/equivalence/build_tree.h"
#include "verify/equivalence/unit.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// A definition, and what holds it.
struct Definition {
  const Unit *unit = nullptr;
  std::uint32_t entity = 0;
  std::string holder; ///< a static library, or a program for what is in none
  const Entity &get() const { return unit->entities[entity]; }
};

using Definitions = std::map<std::string, std::vector<Definition>>; ///< by definitionKey

/// What a definition is known by in its tree: its key; of an internal one its name without the
/// numbers of its unit, which several may share.
std::string definitionKey(const Entity &entity);

/// Those of a whole tree, internal ones as well. `units` are those of its compilations, and outlive
/// the result.
Definitions definitionsOf(const BuildTree &tree, const std::vector<Unit> &units);

/// A definition that another library holds after.
struct Move {
  std::string name;
  std::string from, to; ///< libraries (or programs)
  friend auto operator<=>(const Move &, const Move &) = default;
};

/// Whether `library`, which defines `key` on one side only (`isNew`: after), got it from another
/// one or gave it to another one. That is so when both trees define it as often as the other, all
/// alike with all that is assumed and all options, and nothing of the unit that it stands in
/// belongs to it or comes with it: no internal entity, section of its own, attribute that keeps
/// anything, or initialiser. A copy that stays in both libraries is no move.
std::optional<Move> moveOf(const std::string &key, const std::string &library, bool isNew,
                           const Definitions &before, const Definitions &after);

} // namespace levitate::equivalence
