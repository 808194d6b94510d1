#include "measure.h"

#include <cstdio>

int main() { std::printf("%d %d\n", layout::measure(ui::Box()), layout::scale(1)); }
