#include "mark.h"

#include <cstdio>

int main() { std::printf("%d%d\n", mark::A().a, mark::B().b); }
