#include "app/early.h"
#include "app/late.h"

#include <cstdio>

int main() { std::printf("%d %d\n", app::Early().hour(), app::Late().hour()); }
