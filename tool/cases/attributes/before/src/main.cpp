#include "att/att.h"

#include <cstdio>

int main(int count, char **) {
  if (count > 9)
    att::stop();
  std::printf("%zu %zu %d\n", sizeof(att::Line), alignof(att::Line), att::parse(1));
}
