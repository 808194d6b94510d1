// The small steps, which need no facts of their own.
#pragma once

#include "tool/plan/build_files.h"
#include "tool/plan/context.h"

namespace levitate::plan {

/// `delete-file`: refused while anything still includes the file.
Result<void> planDeleteFile(Context &context, BuildFiles &build, const recipe::Step &step,
                            const recipe::DeleteFile &action);

/// `move-file`: the file under its new path; includes of it, its own includes and CMake follow.
/// Refused when there is a file at the new path.
Result<void> planMoveFile(Context &context, BuildFiles &build, const recipe::Step &step,
                          const recipe::MoveFile &action);

/// `rewrite-include`: every include directive that is spelled so.
Result<void> planRewriteInclude(Context &context, const recipe::Step &step,
                                const recipe::RewriteInclude &action);

} // namespace levitate::plan
