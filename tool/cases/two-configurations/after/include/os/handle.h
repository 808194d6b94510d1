#pragma once

namespace os::io {

#ifdef OS_WIDE
struct Handle {
  long value = 1;
};
#endif
#ifndef OS_WIDE
struct Handle {
  int value = 3;
};
#endif

} // namespace os::io
