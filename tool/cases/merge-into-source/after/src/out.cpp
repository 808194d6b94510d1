#include "out.h"

namespace io {

int write(char c) { return c; }

// Nothing is kept back.
int flush() { return 0; }

} // namespace io
