#include "io.h"

namespace io {

int fill() { return 1; }

} // namespace io
