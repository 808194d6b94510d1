#include "a.h"
#include <cstdio>
int main() { std::printf("%d\n", lev2::repair()); }
