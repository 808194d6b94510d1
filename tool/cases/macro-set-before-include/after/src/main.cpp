#include <cstdio>
#define WITH_LOG
#include "log.h"
#include "x.h"
int main() { std::printf("%d %d\n", Log().level, Stay().a); }
