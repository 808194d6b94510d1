#include "ui.h"

#include <cstdio>

int main() { std::printf("%d %d\n", ui::measure(ui::Box()), layout::scale(1)); }
