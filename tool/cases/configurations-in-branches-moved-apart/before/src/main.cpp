#include "plat/plat.h"

#include <cstdio>

int main() { std::printf("%d %d\n", plat::open(1), plat::close(2)); }
