#include "m/m.h"
#include <cstdio>
int main() { std::printf("%d %d %ld %d %f\n", m::twice(2), m::Box<int>{4}.get(), m::twice(5L), m::other(), m::Box<int>{4}.as<double>()); }
