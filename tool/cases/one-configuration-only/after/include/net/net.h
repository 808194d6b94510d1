#pragma once

#include "net/port.h"

namespace net {

struct Host {
#ifdef SECURE
  addr::Port secure{443};
#endif
  addr::Port plain;
};

} // namespace net
