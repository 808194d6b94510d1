#pragma once

namespace run {

extern constinit thread_local int depth;
inline int limit = 10;
int enter();

} // namespace run
