#include "num/num.h"

#include <cstdio>

int main() { std::printf("%d\n", num::sum(num::Pair())); }
