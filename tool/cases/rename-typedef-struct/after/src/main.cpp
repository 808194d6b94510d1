#include "packet.h"

#include <cstdio>

int main() {
  frame_t packet{6};
  std::printf("%d\n", length_of(&packet));
}
