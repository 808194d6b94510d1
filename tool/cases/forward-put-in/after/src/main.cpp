#include "ui/button.h"
#include "ui/ui.h"

#include <cstdio>

int main() { std::printf("%d\n", ui::press(ui::Button())); }
