#include "lib/value.h"

#include <cstdio>

namespace lib {
int traced();
}

int main() {
  lib::Value value;
  std::printf("%d %d\n", lib::inner::Iterator(&value).get(), lib::traced());
}
