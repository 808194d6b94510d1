// Old names in text that no compiler reads: comments, documentation, strings. Where a name can only
// mean what was renamed it is rewritten when the step asks for that; all others are listed.
#pragma once

#include "tool/recipe/recipe.h"

#include <cstddef>
#include <string>
#include <vector>

namespace levitate::plan {

class Context;

/// A name and what it has become.
struct OldName {
  std::string from, to;
  bool isNamespace = false;
  bool isPath = false; ///< a file's
  bool unique = false; ///< nothing else has its last component now
};

/// `text` with every qualified old name replaced by the new one, where it stands as a whole. Names
/// of one component stay, but for namespaces in front of `::`.
std::string withNewNames(std::string text, const std::vector<OldName> &names);

/// For a step with `"text": "rewrite"`: replaces what its renames (those from `firstRename` on) and
/// its moved file are called in comments, documentation and strings. Certain are names with at
/// least one `::` that mean one thing only, and single names that look like identifiers and that
/// nothing else has; in strings qualified names only.
Result<void> rewriteOldNames(Context &context, const recipe::Step &step, std::size_t firstRename);

/// Lists the places in text and in code that nothing compiles which still have an old name or path,
/// as leftovers.
Result<void> reportOldNames(Context &context);

} // namespace levitate::plan
