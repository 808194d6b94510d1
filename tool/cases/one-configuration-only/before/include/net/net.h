#pragma once

namespace net {

struct Port {
  int number = 80;
};

struct Host {
#ifdef SECURE
  Port secure{443};
#endif
  Port plain;
};

} // namespace net
