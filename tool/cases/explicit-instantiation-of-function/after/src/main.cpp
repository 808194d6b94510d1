#include "m/m.h"
#include "n/n.h"
#include <cstdio>
int main() { std::printf("%d %d %ld %d\n", n::twice(2), n::Box<int>{4}.get(), n::twice(5L), m::other()); }
