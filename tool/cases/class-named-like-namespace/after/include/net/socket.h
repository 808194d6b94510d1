#pragma once

namespace net {

struct Socket {
  int port = 80;
};

} // namespace net
