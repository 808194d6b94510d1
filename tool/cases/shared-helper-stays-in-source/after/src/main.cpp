#include "lib/text.h"

#include <cstdio>

int main() { std::printf("%d %d\n", lib::inner::Text::limit(), lib::twice()); }
