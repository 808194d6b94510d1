#include "lib/lib.h"

#include <cstdio>

int main() {
  lib::Stream stream;
  lib::Codec one;
  lib::v2::Codec two;
  std::printf("%d\n", stream.codec.bits + one.bits + two.bits);
}
