#include <cstdio>
#define WITH_LOG
#include "x.h"
int main() { std::printf("%d %d\n", Log().level, Stay().a); }
