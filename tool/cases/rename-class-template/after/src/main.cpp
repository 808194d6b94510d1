#include "box.h"

#include <cstdio>

template struct box::Cell<long>;

int main() {
  int number = 5;
  box::Cell deduced(static_cast<short>(3));
  std::printf("%d %d %d %d\n", box::with<box::Cell>(box::Cell<int>(1)), box::Cell<int *>(&number).get(),
              box::Cell<char>('a').get(), deduced.get());
}
