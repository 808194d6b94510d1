#include "fs.h"

#include <cstdio>

int main() { std::printf("%d %d\n", fs::blocks(), levitate_filesystem::blocks()); }
