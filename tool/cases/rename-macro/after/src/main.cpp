#include "config.h"

#include <cstdio>

char buffer[QUEUE_SIZE];
#ifdef HUGE_BUFFERS
char more[QUEUE_SIZE * 8];
#endif

int main() {
  std::printf("%zu %d %s\n", sizeof(buffer), DOUBLE_SIZE, "BUFFER_SIZE");
#undef QUEUE_SIZE
#ifdef QUEUE_SIZE
  std::printf("still there\n");
#endif
}
