#include "font.h"

#include <cstdio>

int main() { std::printf("%d %zu\n", font::width(2), sizeof font::glyphs); }
