#include "deep/one.h"
#include "deep/two.h"

#include <cstdio>

int main() { std::printf("%d %d\n", one(), two()); }
