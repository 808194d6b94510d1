// The step `rename`: another last component for a declaration, a member or a macro.
#pragma once

#include "tool/plan/context.h"

#include <string>

namespace levitate::plan {

/// Renames every declaration and use of a symbol; a virtual function with its whole override
/// family. Refused: a part of the family outside the tree, a use in a template that only an
/// instantiation resolves, a name made by `##`, a name that is taken.
Result<void> planRename(Context &context, const recipe::Step &step, const recipe::Rename &rename);

/// The USR of an entity whose last component changes.
std::string renamedUsr(const std::string &usr, const std::string &oldName,
                       const std::string &newName);

} // namespace levitate::plan
