#include "lib/codec.h"
#include "lib/lib.h"

#include <cstdio>
#include <typeinfo>

int main() {
  lib::Stream stream;
  std::printf("%d %d %s\n", lib::Codec().encode(stream.position), lib::v2::Codec().encode(1),
              typeid(lib::Codec).name());
}
