#include "io.h"

#include <cstdio>

#define READ_PORT() port::bus::in()

int main() {
#ifdef PORT_WIDE
  std::printf("%d\n", port::bus::wide());
#else
  std::printf("%d %d\n", port::bus::in(), READ_PORT());
#endif
}
