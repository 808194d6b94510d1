#include "a.hpp"
#include <cstdio>
int main() { std::printf("%d %d %d\n", old::size(7), old::size('a'), old::size(2.0) + old::other()); }
