#pragma once

#include "oldtext.h"

namespace text {
// Lines are as wide as long.
inline int width(const Line &line) { return line.length; }
} // namespace text
