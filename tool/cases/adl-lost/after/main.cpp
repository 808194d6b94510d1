#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { fresh::Point p{3}; std::printf("%d %d\n", old::helper(p), old::user(p)); }
