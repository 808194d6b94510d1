// Compares two linked programs entity by entity.
#pragma once

#include "verify/equivalence/definitions.h"
#include "verify/equivalence/explain.h"
#include "verify/equivalence/program.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// Something that is not the same in both programs.
struct Difference {
  std::string kind; ///< `function`, `variable`, `missing`, `new`, `state`, `initialiser-order` ...
  std::string name; ///< what it is about
  std::string message; ///< one sentence
  Location before;     ///< both source places; empty where there is none
  Location after;
  std::string beforeText; ///< first differing line of the canonical texts
  std::string afterText;
  std::size_t instruction = 0; ///< its number in the entity, from 1; 0: not inside the body
};

/// Two definitions that were found to be the same, for the certificate.
struct Pair {
  EntityKind kind = EntityKind::Function;
  bool isInternal = false; ///< its symbol is its unit's own, and need not be the same
  std::string before;      ///< symbols
  std::string after;
  Hash text; ///< of the canonical text after
  friend auto operator<=>(const Pair &, const Pair &) = default;
};

/// What the comparison of two programs found.
struct ProgramResult {
  std::string name;
  std::vector<Difference> differences;
  std::vector<Exception> exceptions;
  std::vector<Pair> pairs;                     ///< every entity that was compared, alike or not
  std::size_t stateBefore = 0, stateAfter = 0; ///< variables that can change
  std::size_t initialisers = 0;                ///< steps of dynamic initialisation after
  std::size_t instructions = 0;                ///< compared
  std::size_t records = 0;                     ///< layouts compared
  std::vector<std::string> unlinked;    ///< left in its library after only, without any effect
  std::vector<std::string> newlyLinked; ///< and before only
  std::vector<Move> moves;              ///< between static libraries, without any effect
};

/// What is known of the link.
struct LinkKnowledge {
  /// The order of the units is that of the link, so that initialisation is compared over the whole
  /// program; else within each unit.
  bool orderKnown = false;
  bool isShared = false;  ///< others link the program
  bool isLibrary = false; ///< the program is a static library on its own
  /// What the trees define. A rename of anything that the tree after does not define can't be true,
  /// for nobody would define the symbol.
  Definitions definedBefore, definedAfter;
};

/// Compares. Entities with linkage are paired by key; internal ones by where they are mentioned, so
/// that neither their names nor their units matter, and a variable with state is paired with one
/// variable only.
ProgramResult matchPrograms(const Program &before, const Program &after, const TextStore &store,
                            const SymbolNames &names, const LinkKnowledge &link);

} // namespace levitate::equivalence
