#include "num/num.h"
#include "num/pair.h"

#include <cstdio>

int main() { std::printf("%d\n", num::sum(num::types::Pair())); }
