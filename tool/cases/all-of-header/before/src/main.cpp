#include "old/util.h"

#include <cstdio>

int main() { std::printf("%zu %d\n", old::count("four"), old::Few); }
