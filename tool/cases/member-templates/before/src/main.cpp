#include "pipe/pipe.h"

#include <cstdio>

int main() {
  pipe::Stage<int> stage;
  pipe::Stage<int>::Step<long, 4> step;
  pipe::Stage<int>::Buffer buffer;
  std::printf("%d %ld %d %d\n", stage.convert<int>(1), step.run(), buffer.first, pipe::Stage<int>::count);
}
