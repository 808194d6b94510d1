#pragma once

#include "color.h"

namespace paint {

struct Brush {
  art::Color color = art::Green;
};

} // namespace paint
