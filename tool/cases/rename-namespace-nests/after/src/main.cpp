#include "core.h"

#include <cstdio>

int main() { std::printf("%d %d\n", core::v1::base(), core::v1::math::next()); }
