#include "lib.h"

#include <cstdio>

using lib::v2::Handle;
namespace io = lib::v2::io;

int main() {
  Handle handle{5};
  std::printf("%d %d %d\n", io::read(handle), lib::v2::io::read(handle), lib::version());
}
