#include "pipe/stage.h"

#include <cstdio>

int main() {
  pipe::parts::Stage<int> stage;
  pipe::parts::Stage<int>::Step<long, 4> step;
  pipe::parts::Stage<int>::Buffer buffer;
  std::printf("%d %ld %d %d\n", stage.convert<int>(1), step.run(), buffer.first, pipe::parts::Stage<int>::count);
}
