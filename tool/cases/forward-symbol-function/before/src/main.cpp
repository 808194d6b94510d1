#include "old/old.h"

#include <cstdio>

int main() { std::printf("%d\n", old::area(old::width(), 2)); }
