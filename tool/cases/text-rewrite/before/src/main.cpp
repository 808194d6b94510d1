#include "net.h"

#include <cstdio>

int main() {
  // An old::net::PacketQueue is what a PacketQueue was.
  old::net::Link link;
  std::puts("PacketQueue is not renamed in strings, but its qualified name is");
  std::printf("%d\n", link.queue.size);
}
