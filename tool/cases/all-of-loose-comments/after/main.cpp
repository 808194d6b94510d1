#include "util/flags_all.h"

#include <cstdio>

DEFINE_FLAG(int, size, 3)

int main() { std::printf("%d %d\n", lib::GetFlag(lib::FLAGS_size), lib::counter()); }
