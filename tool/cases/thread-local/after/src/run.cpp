#include "run/run.h"
#include "run/depth.h"

namespace run {

int enter() { return ++depth < limit ? depth : -1; }

} // namespace run
