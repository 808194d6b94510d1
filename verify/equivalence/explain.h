// Why two canonical texts differ, and whether that is what a move changes by nature.
#pragma once

#include "verify/equivalence/names.h"
#include "verify/equivalence/unit.h"

#include <optional>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// A difference that a move makes by nature: the file, line or name that a program says it has.
struct Exception {
  std::string kind; ///< `__FILE__`, `__LINE__`, `name in a string`, `RTTI name`, `tree root` ...
  std::string name; ///< of the entity it is in
  Location before;
  Location after;
  std::string was; ///< the string or number before
  std::string is;  ///< and after

  /// False for what follows from the renames alone (`RTTI name`), from where the tree lies (`tree
  /// root`), or from what Clang has seen of a callee (`inferred nounwind`): the verdict stays
  /// `equivalent`.
  bool matters() const {
    return kind != "RTTI name" && kind != "tree root" && kind != "inferred nounwind";
  }
};

/// The first place where two texts differ.
struct TextDifference {
  std::string before; ///< the line of the canonical text; empty when the text has ended
  std::string after;
  unsigned beforeLine = 0; ///< source line; 0: unknown
  unsigned afterLine = 0;
  std::size_t instruction = 0; ///< its number in the text, from 1; 0: the head of the entity
};

struct Explanation {
  std::optional<TextDifference> difference; ///< none: the exceptions account for everything
  std::vector<Exception> exceptions;
};

/// One side of a pair of entities.
struct ExplainedSide {
  const std::string &text;
  const Entity &entity;
  const Unit &unit;
};

/// Compares two texts that are not equal, word by word. A word may differ only when it is a string
/// that names a source file of its own unit, or a renamed entity; a number that is the line (or
/// column) of a recorded `__LINE__` or `source_location` within the entity; or the length of such a
/// string. `names` holds the renames.
Explanation explain(const ExplainedSide &before, const ExplainedSide &after,
                    const SymbolNames &names);

} // namespace levitate::equivalence
