#include "u.h"
#include <cstdio>
int other();
int main() { std::printf("%d %d %d %d %d\n", u::tag_v<int>, u::tag_v<u::mine>, u::tag_v<char>, u::tag_v<long>, other()); }
