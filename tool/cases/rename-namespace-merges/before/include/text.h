#pragma once

#include "oldtext.h"

namespace text {
using oldtext::Line;
// Lines are as wide as long.
inline int width(const Line &line) { return line.length; }
} // namespace text
