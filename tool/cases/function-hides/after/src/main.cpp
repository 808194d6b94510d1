#include "measure.h"
#include "ui.h"

#include <cstdio>

int main() { std::printf("%d %d\n", layout::measure(ui::Box()), layout::scale(1)); }
