#include "canvas.h"
#include "geo.h"

#include <cstdio>

int main() { std::printf("%d\n", paint(geo::Circle())); }
