#include "lamp.h"
#include "old.h"

#include <cstdio>

using namespace old;

static int watts(const light::Lamp &lamp) { return lamp.watts; }

int main() {
  Plug plug;
  std::printf("%d %d\n", watts(light::Lamp()), plug.pins);
}
