#include "set.h"

#include <cstdio>

int main() { std::printf("%d %d\n", re::Expression::Set().size(), re::Expression().size()); }
