#include "compat.h"
#include "legacy.h"

#include <cstdio>

int main() { std::printf("%d %d\n", compat::legacy(), compat::fresh()); }
