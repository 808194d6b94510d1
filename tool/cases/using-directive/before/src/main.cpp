#include "old.h"

#include <cstdio>

using namespace old;

static int watts(const Lamp &lamp) { return lamp.watts; }

int main() {
  Plug plug;
  std::printf("%d %d\n", watts(Lamp()), plug.pins);
}
