#include "net.h"

#include <cstdio>

int main() {
  // An modern::net::FrameQueue is what a FrameQueue was.
  modern::net::Port link;
  std::puts("PacketQueue is not renamed in strings, but its qualified name is");
  std::printf("%d\n", link.queue.size);
}
