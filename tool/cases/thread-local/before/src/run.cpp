#include "run/run.h"

namespace run {

// How deep this thread is.
constinit thread_local int depth = 0;

int enter() { return ++depth < limit ? depth : -1; }

} // namespace run
