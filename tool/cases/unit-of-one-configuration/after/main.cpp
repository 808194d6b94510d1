#include "dev/dev.h"

#include <cstdio>

int main() {
  int value = dev::count();
#ifdef WITH_TIMER
  value += dev::timer();
#endif
  std::printf("%d\n", value);
}
