#include "old.h"
#include <cstdio>
int main() { std::printf("%d %d\n", Traits<A>::value, Traits<int>::value + traitsOfA()); }
