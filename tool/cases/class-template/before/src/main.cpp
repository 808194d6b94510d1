#include "box.h"

#include <cstdio>

int main() {
  int x = 0;
  std::printf("%d %d %d %d\n", box::Box<int>(5).get(), box::Box<bool>(true).get(),
              box::Box<int *>(&x).get(), box::lids());
}
