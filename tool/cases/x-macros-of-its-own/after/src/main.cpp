#include "kind/kind.h"
#include "x.h"
#include <cstdio>
int main() { std::printf("%s\n", kinds::text(kinds::Kind::Beta)); n::Stay s; (void)s; }
