#include "geo.h"

#include <cstdio>

static int twice(int x) { return 2 * x; }

int main() {
  int x = 3;
  geo::Point point(x, {});
  auto shifted = [x](geo::Point &point) { return point.shift(x).east; };
  auto copied = [x = point.east] { return x; };
  std::printf("%d %d %d %d\n", twice(x), copied(), shifted(point), point.east);
  goto x;
x:
  return 0;
}
