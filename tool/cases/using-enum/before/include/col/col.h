#pragma once

namespace col {

enum class Color { Red, Green = 5 };

struct Paint {
  using enum Color;
  Color color = Green;
};

} // namespace col
