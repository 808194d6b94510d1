#include "io.h"

namespace io {

// Nothing is kept back.
int flush() { return 0; }

int fill() { return 1; }

} // namespace io
