#pragma once

#include "ui/ui.h"

namespace ui {

class Button : public Widget {
public:
  int pressed = 2;
};

} // namespace ui
