#include "color.h"
#include "paint.h"

#include <cstdio>

int main() {
  paint::Brush brush;
  art::Color other = art::Blue;
  std::printf("%d %d %d\n", brush.color, other, art::Color::Red);
}
