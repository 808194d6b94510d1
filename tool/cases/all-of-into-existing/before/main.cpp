#include "lib/old.h"
#include "lib/present.h"

#include <cstdio>

int main() { std::printf("%d\n", int(lib::one()) + fresh::two()); }
