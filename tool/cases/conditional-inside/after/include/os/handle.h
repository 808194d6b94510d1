#pragma once

namespace os::io {

using Number = int;

struct Handle {
#ifdef OS_WIDE
  Number high = 1;
  Number low = 2;
#else
  Number only = 3; // the narrow one
#endif
};

} // namespace os::io
