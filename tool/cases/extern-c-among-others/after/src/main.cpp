#include "dev.h"
#include "reset.h"

#include <cstdio>

int main() {
  std::printf("%d %d\n", dev_open(1), dev_reset(2));
  dev_close(1);
}
