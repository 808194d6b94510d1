#include "room.h"

#include <cstdio>

using namespace old; // for brevity

static int watts(const Lamp &lamp) {
  using namespace ::old;
  return dim(lamp) + Most;
}

int main() { std::printf("%d\n", watts(Room().lamp)); }
