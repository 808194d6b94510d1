#include "point.h"

#include <cstddef>
#include <cstdio>

int main() {
  geo::Point point{.across = 2, .y = 3};
  auto [x, y] = point;
  auto doubled = [x = point.across] { return 2 * x; };
  auto member = &geo::Point::across;
  geo::Moved moved(4);
  geo::Own own(5, 6);
  std::printf("%d %d %d %d %d %d %zu\n", x + y, doubled(), point.*member, moved.point.across, own.across,
              own.sum(1), offsetof(geo::Point, across));
}
