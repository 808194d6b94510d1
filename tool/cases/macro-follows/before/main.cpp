#include "a.hpp"
#include <cstdio>
int main() { std::printf("%d %d\n", old::limit(4), old::other(2)); }
