#include "../app/user.h"

#include <cstdio>

int main() { std::printf("%d\n", answer()); }
