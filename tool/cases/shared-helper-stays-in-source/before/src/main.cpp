#include "lib/text.h"

#include <cstdio>

int main() { std::printf("%d %d\n", lib::Text::limit(), lib::twice()); }
