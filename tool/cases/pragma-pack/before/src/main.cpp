#include "disk/disk.h"

#include <cstdio>

int main() {
  std::printf("%zu %zu\n", sizeof(disk::BootRecord), sizeof(disk::Geometry));
}
