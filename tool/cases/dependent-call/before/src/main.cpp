#include "canvas.h"
#include "geo.h"

#include <cstdio>

int main() { std::printf("%d %d\n", paint(geo::Circle()), area(geo::Square())); }
