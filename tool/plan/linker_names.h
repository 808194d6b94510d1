// Names as assemblers and linkers have them, in text that the steps do not change: assembler,
// linker scripts, `alias("...")`. No compiler says when one of them is left behind.
#pragma once

#include "tool/plan/context.h"

namespace levitate::plan {

/// Refuses where such text names `name`, which has C linkage and is about to be renamed.
Result<void> refuseLinkerName(Context &context, const Program &program, const std::string &step,
                              const std::string &name);

/// Refuses where the planned tree has a mangled name (Itanium C++ ABI, 5.1) of something that the
/// plan has renamed or moved to another namespace, and where a linker's file has its qualified
/// name; in files of other kinds both are leftovers.
Result<void> refuseMangledNames(Context &context);

} // namespace levitate::plan
