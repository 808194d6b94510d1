#pragma once

namespace net::addr {

struct Port {
  int number = 80;
};

} // namespace net::addr
