#include "plug.h"
#include "plug_open.h"

#include <cstdio>

int main() { std::printf("%d %d %d\n", plug_open(1), plug_close(1), plug_level); }
