#include "base/shape.h"
#include "square.h"

#include <cstdio>

int main() {
  const shape::Square square;
  const shape::Shape &any = square;
  std::printf("%d\n", any.corners());
}
