#include "ab.h"

#include <cstdio>

int main() {
  a::b::Engine engine;
  start(engine);
  a::b::stop(engine);
  std::printf("%d %d\n", engine.speed, a::b::rest());
}
