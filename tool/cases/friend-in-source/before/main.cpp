#include "a.hpp"
#include <cstdio>
int main() { old::Point p(1), q(1); std::printf("%d %d\n", p == q, peek(p) + old::other()); }
