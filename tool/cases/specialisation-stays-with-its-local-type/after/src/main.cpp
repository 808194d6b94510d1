#include "p.h"
#include "u.h"
#include <cstdio>
int other();
int main() { std::printf("%d %d %d %d %d\n", meta::tag_v<int>, meta::tag_v<u::mine>, meta::tag_v<char>, meta::tag_v<long>, other()); }
