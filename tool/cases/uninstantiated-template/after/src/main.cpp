#include "algorithm.h"
#include "point.h"

#include <cstdio>

int main() { std::printf("%d\n", flat::length(flat::Point())); }
