#include "x.h"
#include <cstdio>
int main() { std::printf("%s\n", n::text(n::Kind::Beta)); n::Stay s; (void)s; }
