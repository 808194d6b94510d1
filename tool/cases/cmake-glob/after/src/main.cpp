#include "num/num.h"
#include "num/twice.h"

#include <cstdio>

int main() { std::printf("%d %d\n", num::once(1), num::twice(2)); }
