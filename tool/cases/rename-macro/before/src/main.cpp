#include "config.h"

#include <cstdio>

char buffer[BUFFER_SIZE];
#ifdef HUGE_BUFFERS
char more[BUFFER_SIZE * 8];
#endif

int main() {
  std::printf("%zu %d %s\n", sizeof(buffer), DOUBLE_SIZE, "BUFFER_SIZE");
#undef BUFFER_SIZE
#ifdef BUFFER_SIZE
  std::printf("still there\n");
#endif
}
