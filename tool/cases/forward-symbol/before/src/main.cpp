#include "lib.h"

#include <cstdio>

int main() {
  std::printf("%d %d %d %d %d %d\n", lib::Buffer().size, lib::limit, LIB_VERSION, lib::Fast,
              lib::sum(1, 2), lib::Box<int>{4}.value);
}
