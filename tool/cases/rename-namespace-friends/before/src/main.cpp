#include "geo.h"

#include <cstdio>
#include <unordered_set>

int main() {
  std::unordered_set<geo::Point> points;
  points.insert(geo::Point(-4));
  geo::Point point(-4);
  std::printf("%d %d %ld\n", static_cast<int>(points.count(point)), norm(point), point.as<long>());
}
