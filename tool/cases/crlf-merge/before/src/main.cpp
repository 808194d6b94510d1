#include "late.h"
#include "mix.h"

#include <cstdio>

int main() { std::printf("%d%d%d\n", mix::Late().minutes, mix::Early().minutes, mix::Later().minutes); }
