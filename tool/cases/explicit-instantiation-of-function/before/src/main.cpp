#include "m/m.h"
#include <cstdio>
int main() { std::printf("%d %d %ld %d\n", m::twice(2), m::Box<int>{4}.get(), m::twice(5L), m::other()); }
