#pragma once

#include "net/route.h"

namespace net {

class Packet {
public:
  Route route;
  int size = 9;
};

} // namespace net
