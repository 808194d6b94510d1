#include "wire/small.h"
#include "wire/wire.h"

#include <cstdio>

int main() { std::printf("%zu %zu\n", sizeof(wire::Small), sizeof(wire::Other)); }
