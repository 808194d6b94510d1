#include "wire/wire.h"

#include <cstdio>

int main() { std::printf("%zu %zu\n", sizeof(wire::Header), sizeof(wire::Tail)); }
