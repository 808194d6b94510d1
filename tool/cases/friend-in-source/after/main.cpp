#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { fresh::Point p(1), q(1); std::printf("%d %d\n", p == q, peek(p) + old::other()); }
