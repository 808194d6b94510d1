#include "algorithm.h"

#include <cstdio>

int main() { std::printf("%d\n", geo::length(geo::Point())); }
