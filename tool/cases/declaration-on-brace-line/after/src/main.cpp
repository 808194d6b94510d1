#include "b.h"
#include "tiny.h"

#include <cstdio>

int main() { std::printf("%d%d\n", tiny::A().a, small::B().b); }
