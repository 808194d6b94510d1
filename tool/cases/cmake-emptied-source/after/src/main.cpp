#include "num/more.h"

#include <cstdio>

int main() { std::printf("%d %d\n", num::more(1), num::twice(2)); }
