#include "config.h"

#include <cstdio>

int main() { std::printf("%d %d\n", Current.major_number, app::answer()); }
