#include "time/timer.h"

#include <cstdio>

int main() { std::printf("%d\n", lib::Timer().ticks); }
