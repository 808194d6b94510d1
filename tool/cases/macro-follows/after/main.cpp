#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { std::printf("%d %d\n", fresh::limit(4), old::other(2)); }
