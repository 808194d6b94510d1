// Small things.
#ifndef BASE_UTIL_H
#define BASE_UTIL_H

#include <cstddef>

namespace base {

/// How many.
using Count = std::size_t;

enum { Few = 3 };

Count count(const char *text);

} // namespace base

#endif // BASE_UTIL_H
