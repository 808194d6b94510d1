#include "util.h" // the tools
#include "lib/more.h"

#include <cstdio>

int main() { std::printf("%d %d\n", util(), more()); }
