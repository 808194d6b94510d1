#include "map/map.h"

#include <cstdio>

int main() {
  map::City city;
  map::Road road{&city, nullptr};
  std::printf("%d\n", road.from->people);
}
