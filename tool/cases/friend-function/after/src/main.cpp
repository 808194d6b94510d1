#include "geo/geo.h"
#include "geo/point.h"

#include <cstdio>

int main() {
  geo::flat::Point a(1), b(5);
  std::printf("%d %d %d\n", geo::flat::distance(a, b), distance(b, a), geo::zoom());
}
