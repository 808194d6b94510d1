#include "net/packet.h"

#include <cstdio>

int main() {
  net::Packet packet;
  std::printf("%d\n", packet.route.cost(packet));
}
