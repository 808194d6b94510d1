#include "util/flags.h"

#include <cstdio>

DEFINE_FLAG(int, size, 3)

int lib::counter() { return 4; }

int main() { std::printf("%d %d\n", lib::GetFlag(lib::FLAGS_size), lib::counter()); }
