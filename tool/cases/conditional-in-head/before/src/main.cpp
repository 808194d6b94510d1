#include "os/os.h"

#include <cstdio>

int main() { std::printf("%d\n", static_cast<int>(os::open(1))); }
