#include "lib/iterator.h"
#include "lib/value.h"

#include <cstdio>

int main() {
  lib::Value value;
  std::printf("%d %d\n", lib::Iterator(&value).get(), lib::twice(lib::Iterator(&value)));
}
