#include "tiny.h"

#include <cstdio>

int main() { std::printf("%d%d\n", tiny::A().a, tiny::B().b); }
