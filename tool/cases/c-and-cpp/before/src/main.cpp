#include "checksum.h"

#include <cstdio>

int main() { std::printf("%u %d\n", crc_update(3, 4), parity(7)); }
