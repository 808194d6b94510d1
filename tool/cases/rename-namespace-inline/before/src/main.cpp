#include "api.h"

#include <cstdio>

int main() { std::printf("%d %d\n", api::answer(), api::v1::answer()); }
