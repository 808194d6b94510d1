#include "num/num.h"
#include "num/twice.h"

#include <cstdio>

int main() { std::printf("%d %ld %d\n", num::ops::twice(2), num::ops::twice(3L), num::once(1)); }
