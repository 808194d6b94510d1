#pragma once

namespace net {

class Packet;

struct Route {
  int hops = 1;
  int cost(const Packet &packet) const;
};

} // namespace net
