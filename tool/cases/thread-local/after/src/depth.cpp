#include "run/depth.h"

namespace run {

// How deep this thread is.
constinit thread_local int depth = 0;

} // namespace run
