#include "os/os.h"

#include <cstdio>

int main() {
  os::Path path = "x";
  std::printf("%s %d\n", path, static_cast<int>(os::Handle().value));
}
