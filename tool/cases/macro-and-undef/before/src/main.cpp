#include "conf.h"

#include <cstdio>

int main() { std::printf("%d%d%d\n", first(), second(), LEVEL); }
