#pragma once

#include "widgets.h"

namespace ui {

struct Window {
  Button close;
};

} // namespace ui
