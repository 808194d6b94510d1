#include "num/num.h"

#include <cstdio>

int main() { std::printf("%d %ld %d\n", num::twice(2), num::twice(3L), num::once(1)); }
