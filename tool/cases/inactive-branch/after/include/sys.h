#pragma once

namespace sys {

struct Cpu {};

} // namespace sys
