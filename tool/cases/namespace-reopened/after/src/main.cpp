#include "ab.h"
#include "engine.h"

#include <cstdio>

int main() {
  a::motor::Engine engine;
  start(engine);
  a::motor::stop(engine);
  std::printf("%d %d\n", engine.speed, a::b::rest());
}
