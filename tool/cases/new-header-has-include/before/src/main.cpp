#include <cstdio>

#if __has_include("log.h")
#define LEVEL 1
#else
#define LEVEL 0
#endif

int main() { std::printf("%d\n", LEVEL); }
