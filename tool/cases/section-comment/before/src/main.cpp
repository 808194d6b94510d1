#include "sec.h"

#include <cstdio>

int main() { std::printf("%d%d%d\n", sec::first(), sec::second(), sec::third()); }
