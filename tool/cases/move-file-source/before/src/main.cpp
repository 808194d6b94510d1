#include "a/part.h"

#include <cstdio>

int main() { std::printf("%d\n", part()); }
