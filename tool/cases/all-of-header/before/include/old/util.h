// Small things.
#ifndef OLD_UTIL_H
#define OLD_UTIL_H

#include <cstddef>

namespace old {

/// How many.
using Count = std::size_t;

enum { Few = 3 };

Count count(const char *text);

} // namespace old

#endif // OLD_UTIL_H
