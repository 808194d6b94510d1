// The equivalence certificate of a changed tree, made from the units that the change can reach.
//
// A unit whose command and whose files are byte for byte those of the tree before compiles to the
// same code; comparing it would prove that again. What a unit reads is known from the build itself
// (ninja's record of dependencies), not from the tool that made the change.
#pragma once

#include "tool/corpus/trees.h"

#include <string>

namespace levitate::corpus {

struct Comparison {
  bool equivalent = false;
  std::size_t units = 0; ///< how many were compared, of the tree after
  std::string text;      ///< the certificate as people read it
};

/// Compares the two builds of a tree, both up to date, under the renames that the migration left in
/// the tree after. An error when the comparison can't be made, with Clang's words.
Result<Comparison> compareBuilds(const Tree &tree, unsigned threads);

} // namespace levitate::corpus
