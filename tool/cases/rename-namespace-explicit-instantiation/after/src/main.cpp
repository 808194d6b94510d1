#include "m/m.h"
#include <cstdio>
int main() { std::printf("%d %d %ld %d %f\n", deep::mm::doubled(2), deep::mm::Box<int>{4}.get(), deep::mm::doubled(5L), deep::mm::other(), deep::mm::Box<int>{4}.as<double>()); }
