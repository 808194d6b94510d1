#pragma once

namespace os {

#ifdef OS_WIDE
struct Handle {
  long value = 1;
};
#else
struct Handle {
  int value = 3;
};
#endif

using Path = const char *;

} // namespace os
