#include "lib/other.h"

#include <cstdio>

int main() { std::printf("%d\n", lib::other()); }
