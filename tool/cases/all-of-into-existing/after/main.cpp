#include "lib/present.h"

#include <cstdio>

int main() { std::printf("%d\n", int(fresh::one()) + fresh::two()); }
