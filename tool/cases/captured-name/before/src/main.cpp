#include "app.h"

#include <cstdio>

int main() { std::printf("%d\n", app::Report().line.length); }
