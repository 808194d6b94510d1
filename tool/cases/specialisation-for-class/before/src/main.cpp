#include "geo.h"

#include <cstdio>

int main() {
  geo::Cell cell{1, 2};
  std::printf("%d %d\n", lib::Hash<geo::Cell>()(cell), lib::Hash<geo::Map>()(geo::Map{}));
}
