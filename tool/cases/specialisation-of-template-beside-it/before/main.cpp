#include "old.h"
#include <cstdio>

int main() {
  using app::Box;
  std::printf("%d %d %d %d\n", base::enabled<Box<int>>, base::Pair<Box<char>, int>::value,
              base::rank<Box<int>>(), base::rank<int>());
}
