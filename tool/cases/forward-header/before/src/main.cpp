#include "queue.h"

#include <cstdio>

int main() { std::printf("%d\n", core::Queue().size); }
