#include "io.h"

#include <cstdio>

int main() { std::printf("%d %d\n", io::write(3), io::raw_write(3)); }
