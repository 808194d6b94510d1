#include "shape.h"

#include <cstdio>

namespace app {

static int number(Kind kind) { return kind == Solid ? 3 : 2; }

} // namespace app

int main() {
  const ::app::Shape shape;
  std::printf("%d %d %d %d\n", detail::twice(shape), shape_count(), app::number(app::Solid), app::most(1, 2));
}
