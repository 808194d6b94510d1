#include "lib.h"

#include <cstdio>

int main() {
  std::printf("%d %d %d %d %d %d\n", lib::Block().size, lib::maximum, LIBRARY_VERSION, lib::detail::Fast,
              lib::detail::sum(1, 2), lib::detail::Box<int>{4}.value);
}
