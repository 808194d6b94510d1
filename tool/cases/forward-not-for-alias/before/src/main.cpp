#include "io/io.h"

#include <cstdio>

int main() {
  io::File file;
  io::Block block;
  file.stream.write(&block);
  std::printf("%d\n", file.stream.written);
}
