#include "a.hpp"
#include <cstdio>
int main() { std::printf("%d %d\n", old::inner::user(), old::f(1)); }
