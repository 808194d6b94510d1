#include "lib/codec.h"
#include "lib/lib.h"

#include <cstdio>

int main() {
  lib::Stream stream;
  codec::Codec one;
  codec::Codec two;
  std::printf("%d\n", stream.codec.bits + one.bits + two.bits);
}
