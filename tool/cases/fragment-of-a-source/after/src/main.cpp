#include "lib/iterator.h"
#include "lib/value.h"

#include <cstdio>

int main() {
  lib::Value value;
  std::printf("%d\n", lib::Iterator(&value).get());
}
