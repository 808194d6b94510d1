#include "a.hpp"
#include <cstdio>
int main() { old::Point p{3}; std::printf("%d\n", helper(p)); }
