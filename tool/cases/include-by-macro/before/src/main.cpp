#include <cstdio>

#define X_HEADER "x.h"
#include X_HEADER

int main() { std::printf("%d\n", n::Log().level); }
