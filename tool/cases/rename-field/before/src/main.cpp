#include "point.h"

#include <cstddef>
#include <cstdio>

int main() {
  geo::Point point{.x = 2, .y = 3};
  auto [x, y] = point;
  auto doubled = [x = point.x] { return 2 * x; };
  auto member = &geo::Point::x;
  geo::Moved moved(4);
  geo::Own own(5, 6);
  std::printf("%d %d %d %d %d %d %zu\n", x + y, doubled(), point.*member, moved.point.x, own.x,
              own.sum(1), offsetof(geo::Point, x));
}
