#include "one.h"
#include "two.h"

#include <cstdio>

int main() { std::printf("%d %d\n", one(), two()); }
