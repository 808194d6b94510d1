#include "wire/wire.h"

#include <cstdio>

int main() {
  wire::Packet packet{wire::Whole, {0x00020001}};
  std::printf("%u %zu\n", packet.number.whole, sizeof(wire::Number));
}
