#include "box.h"

#include <cstdio>

template struct box::Box<long>;

int main() {
  int number = 5;
  box::Box deduced(static_cast<short>(3));
  std::printf("%d %d %d %d\n", box::with<box::Box>(box::Box<int>(1)), box::Box<int *>(&number).get(),
              box::Box<char>('a').get(), deduced.get());
}
