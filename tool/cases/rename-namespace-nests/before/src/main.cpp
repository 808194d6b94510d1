#include "core.h"

#include <cstdio>

int main() { std::printf("%d %d\n", core::base(), core::math::next()); }
