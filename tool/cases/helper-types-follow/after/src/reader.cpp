#include "reader.h"

namespace io {

int length(const char* text) { return *text ? 1 + length(text + 1) : 0; }

} // namespace io
