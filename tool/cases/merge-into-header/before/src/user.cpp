#include "window.h"

bool closed(const ui::Window &window) { return window.close.pressed && window.close.width > 0; }
