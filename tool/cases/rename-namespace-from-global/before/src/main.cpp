#include "shape.h"

#include <cstdio>

static int number(Kind kind) { return kind == Solid ? 3 : 2; }

int main() {
  const ::Shape shape;
  std::printf("%d %d %d %d\n", detail::twice(shape), shape_count(), number(Solid), most(1, 2));
}
