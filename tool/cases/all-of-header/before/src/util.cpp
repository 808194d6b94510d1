#include "old/util.h"

#include <cstring>

namespace old {

Count count(const char *text) { return std::strlen(text); }

} // namespace old
