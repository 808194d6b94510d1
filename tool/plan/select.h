// The entities that a rule file names.
#pragma once

#include "tool/plan/context.h"

#include <optional>
#include <vector>

namespace levitate::plan {

/// The entities that `name` means: for a function its overload set (or the one overload whose
/// parameters are given), for `ns::*` everything declared directly in the namespace. Empty when
/// there is none of that name.
std::vector<std::uint32_t> select(const Program &program, const recipe::SymbolName &name);

/// A usage error at the name's place in the rule file: it is not found, with what was probably
/// meant.
Error notFound(const Program &program, const recipe::SymbolName &name);

} // namespace levitate::plan
