#pragma once

namespace paint {

enum Color { Red, Green = 4, Blue };

struct Brush {
  Color color = Green;
};

} // namespace paint
