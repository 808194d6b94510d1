#include "base/util.h"

#include <cstring>

namespace base {

Count count(const char *text) { return std::strlen(text); }

} // namespace base
