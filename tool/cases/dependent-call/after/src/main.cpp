#include "canvas.h"
#include "circle.h"
#include "geo.h"

#include <cstdio>

int main() { std::printf("%d %d\n", paint(round::Circle()), area(geo::Square())); }
