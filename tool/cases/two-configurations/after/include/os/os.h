#pragma once

namespace os {

#ifdef OS_WIDE
#else
#endif

using Path = const char *;

} // namespace os
