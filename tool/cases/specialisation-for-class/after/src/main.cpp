#include "cell.h"
#include "geo.h"

#include <cstdio>

int main() {
  grid::Cell cell{1, 2};
  std::printf("%d %d\n", lib::Hash<grid::Cell>()(cell), lib::Hash<geo::Map>()(geo::Map{}));
}
