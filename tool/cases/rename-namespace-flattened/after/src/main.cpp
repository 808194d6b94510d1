#include "lib.h"

#include <cstdio>

using lib::Handle;
namespace io = lib::io;

int main() {
  Handle handle{5};
  std::printf("%d %d %d\n", io::read(handle), lib::io::read(handle), lib::version());
}
