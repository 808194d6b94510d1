#include "paint.h"

#include <cstdio>

int main() {
  pen_t pen = {COLOR_BLUE, 3};
  std::printf("%d %d\n", pen.color, pen.width);
}
