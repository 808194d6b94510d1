extern "C" {
#include "c.h"
}
#include <cstdio>
int main() { std::printf("%d\n", c_two(1)); }
