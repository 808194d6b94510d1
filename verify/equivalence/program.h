// The units of a program, linked: who defines what.
#pragma once

#include "verify/equivalence/unit.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace levitate::equivalence {

/// A definition in a program: the unit (in link order) and the entity in it.
struct EntityId {
  std::uint32_t unit = 0;
  std::uint32_t entity = 0;
  friend auto operator<=>(const EntityId &, const EntityId &) = default;
};

/// A dynamic initialiser at its place in the order of the whole program.
struct ProgramStep {
  Initialiser initialiser;
  std::uint32_t unit = 0;
  bool isLinked = true; ///< false: its unit is of a library, and the linker does not take it
};

/// A view of units that someone else owns and that outlive it.
class Program {
public:
  /// `linked` says of each unit whether the linker takes it (linkedUnits).
  Program(std::string name, std::vector<const Unit *> units, std::vector<bool> linked);

  const std::string &name() const { return label; }
  const std::vector<const Unit *> &units() const { return parts; }
  const Unit &unitOf(EntityId id) const { return *parts[id.unit]; }
  bool isLinked(std::uint32_t unit) const { return taken[unit]; }
  const Entity &operator[](EntityId id) const { return parts[id.unit]->entities[id.entity]; }
  EntityId local(EntityId user, std::size_t mention) const {
    return {user.unit, (*this)[user].locals[mention]};
  }

  /// Definitions with linkage by key, in link order; of each key all copies.
  const std::map<std::string, std::vector<EntityId>> &definitions() const { return external; }
  /// All internal entities, in link order.
  const std::vector<EntityId> &internals() const { return internal; }
  /// What the linker takes of several copies: the first strong one, else the first; of units that
  /// it takes if there are any.
  EntityId chosen(const std::vector<EntityId> &copies) const;
  /// Dynamic initialisation in the order in which it runs, then that of units that are not linked;
  /// what several units share, once.
  const std::vector<ProgramStep> &initialisers() const { return steps; }
  /// What each symbol was declared as by its users.
  const std::map<std::string, Declaration> &declarations() const { return declared; }

private:
  std::string label;
  std::vector<const Unit *> parts;
  std::vector<bool> taken;
  std::map<std::string, std::vector<EntityId>> external;
  std::vector<EntityId> internal;
  std::vector<ProgramStep> steps;
  std::map<std::string, Declaration> declared;
};

} // namespace levitate::equivalence
