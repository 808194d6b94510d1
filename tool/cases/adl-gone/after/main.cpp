#include "a.hpp"
#include "p.hpp"
#include <cstdio>
int main() { old::Point p{3}; std::printf("%d\n", fresh::helper(p)); }
