#include "old/old.h"
#include "shape/surface.h"

#include <cstdio>

int main() { std::printf("%d\n", shape::surface(old::width(), 2)); }
