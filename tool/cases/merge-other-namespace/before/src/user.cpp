#include "window.h"

ui::Button button;
ui::Window window;
