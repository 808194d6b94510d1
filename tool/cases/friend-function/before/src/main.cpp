#include "geo/geo.h"

#include <cstdio>

int main() {
  geo::Point a(1), b(5);
  std::printf("%d %d %d\n", geo::distance(a, b), distance(b, a), geo::zoom());
}
