#include "att/line.h"

#include <cstdio>

int main(int count, char **) {
  if (count > 9)
    att::io::stop();
  std::printf("%zu %zu %d\n", sizeof(att::io::Line), alignof(att::io::Line), att::io::parse(1));
}
