#include "disk/disk.h"
#include "disk/sector.h"

#include <cstdio>

int main() { std::printf("%zu %zu\n", sizeof(disk::Header), sizeof(disk::Sector)); }
