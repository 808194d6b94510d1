#include "font.h"
#include "glyphs.h"

#include <cstdio>

int main() { std::printf("%d %zu\n", font::width(2), sizeof font::data::glyphs); }
