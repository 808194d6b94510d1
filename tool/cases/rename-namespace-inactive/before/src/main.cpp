#include "io.h"

#include <cstdio>

#define READ_PORT() port::io::in()

int main() {
#ifdef PORT_WIDE
  std::printf("%d\n", port::io::wide());
#else
  std::printf("%d %d\n", port::io::in(), READ_PORT());
#endif
}
