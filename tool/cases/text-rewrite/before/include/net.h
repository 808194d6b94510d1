#pragma once

// The network: old::net holds a PacketQueue for each Link.
namespace old::net {

// See old::net::Link, net::PacketQueue and bold::net::Link.
struct PacketQueue {
  int size = 3;
};

struct Link {
  PacketQueue queue;
};

} // namespace old::net
