#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { std::printf("%d %d %d\n", fresh::size(7), fresh::size('a'), fresh::size(2.0) + old::other()); }
