#pragma once

namespace os {

#ifdef OS_WIDE
inline long open(int handle)
#else
inline int open(int handle)
#endif
{
  return handle + 1;
}

} // namespace os
