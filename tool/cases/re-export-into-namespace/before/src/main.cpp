#include "all.h"

#include <cstdio>

int main() { std::printf("%d %d\n", other::number(), whole()); }
