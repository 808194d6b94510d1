#include "geo.h"
#include "point.h"

#include <cstdio>

int main() {
  geo::Point point{1, 2};
  point.scale(geo::area(2, 2));
  std::printf("%d\n", point.length());
}
