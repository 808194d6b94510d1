#include "geo.h"

#include <cstdio>
#include <unordered_set>

int main() {
  std::unordered_set<space::geo::Point> points;
  points.insert(space::geo::Point(-4));
  space::geo::Point point(-4);
  std::printf("%d %d %ld\n", static_cast<int>(points.count(point)), norm(point), point.as<long>());
}
