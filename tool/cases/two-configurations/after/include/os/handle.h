#pragma once

namespace os::io {

#ifdef OS_WIDE
struct Handle {
  long value = 1;
};
#else
struct Handle {
  int value = 3;
};
#endif

} // namespace os::io
