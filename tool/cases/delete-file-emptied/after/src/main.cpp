#include "new.h"

#include <cstdio>

int main() { std::printf("%d\n", value()); }
