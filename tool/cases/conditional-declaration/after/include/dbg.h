#pragma once

namespace dbg {

struct Trap {};

} // namespace dbg
