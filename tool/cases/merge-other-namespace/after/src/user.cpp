#include "shapes.h"
#include "window.h"

ui::Button button;
ui::Window window;
