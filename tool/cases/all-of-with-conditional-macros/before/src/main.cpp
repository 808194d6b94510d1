#include "lib/config.h"

#include <cstdio>

int main() {
  lib::Counter counter;
  std::printf("%d\n", counter.next());
}
