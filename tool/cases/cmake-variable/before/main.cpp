#include "num/num.h"

#include <cstdio>

int main() { std::printf("%d %d\n", num::twice(2), num::thrice(2)); }
