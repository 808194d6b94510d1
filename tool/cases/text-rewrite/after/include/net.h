#pragma once

// The network: modern::net holds a FrameQueue for each Link.
namespace modern::net {

// See modern::net::Port, net::FrameQueue and bold::net::Link.
struct FrameQueue {
  int size = 3;
};

struct Port {
  FrameQueue queue;
};

} // namespace modern::net
