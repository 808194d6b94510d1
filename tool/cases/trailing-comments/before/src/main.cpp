#include "reg.h"

#include <cstdio>

int main() { std::printf("%d %d %d\n", reg::Base, reg::Reset, reg::Last); }
