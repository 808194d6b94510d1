#include "fresh.h"
#include "room.h"

#include <cstdio>

static int watts(const fresh::deep::Lamp &lamp) {
  return fresh::deep::dim(lamp) + fresh::deep::Most;
}

int main() { std::printf("%d\n", watts(Room().lamp)); }
