#include "ui/ui.h"
#include "ui/button.h"

int ui::press(const Button &button) { return button.pressed + button.width; }
