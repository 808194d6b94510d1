#pragma once

namespace os {

using Number = int;

struct Handle {
#ifdef OS_WIDE
  Number high = 1;
  os::Number low = 2;
#else
  Number only = 3; // the narrow one
#endif
};

using Path = const char *;

} // namespace os
