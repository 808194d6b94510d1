#include <cstdio>
#if __has_include("util/x.h")
#include "util/x.h"
#endif

int main() { std::printf("%d\n", Log().level); }
