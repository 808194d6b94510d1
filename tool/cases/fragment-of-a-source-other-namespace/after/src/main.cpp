#include "lib/iterator.h"
#include "lib/value.h"

#include <cstdio>

int main() {
  lib::Value value;
  std::printf("%d %d\n", lib::walk::Iterator(&value).get(), lib::walk::twice(lib::walk::Iterator(&value)));
}
