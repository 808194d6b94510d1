#include "io.h"
#include "raw.h"

#include <cstdio>

int main() { std::printf("%d %d\n", io::write(3), raw::raw_write(3)); }
