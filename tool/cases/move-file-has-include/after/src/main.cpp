#include <cstdio>
#if __has_include("base/x.h")
#include "base/x.h"
#endif

int main() { std::printf("%d\n", Log().level); }
