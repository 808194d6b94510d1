#pragma once

#include "flag/flag.h"

namespace access {

constexpr unsigned Write = flag::Read << 1;
constexpr unsigned Both = flag::Read | Write;
static_assert(Both == 12, "two bits");

} // namespace access
