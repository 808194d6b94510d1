#include "out.h"

namespace io {

int write(char c) { return c; }

} // namespace io
