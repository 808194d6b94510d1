#include "ui/ui.h"

int ui::press(const Button &button) { return button.pressed + button.width; }
