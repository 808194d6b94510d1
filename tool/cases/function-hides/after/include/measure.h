#pragma once

#include "ui.h"

namespace layout {

inline int measure(const ui::Box &box) { return ui::scale(box.width); }

} // namespace layout
