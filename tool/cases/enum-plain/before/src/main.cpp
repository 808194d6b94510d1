#include "paint.h"

#include <cstdio>

int main() {
  paint::Brush brush;
  paint::Color other = paint::Blue;
  std::printf("%d %d %d\n", brush.color, other, paint::Color::Red);
}
