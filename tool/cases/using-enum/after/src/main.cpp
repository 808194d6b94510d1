#include "col/col.h"
#include "col/color.h"

#include <cstdio>

static int number(col::names::Color color) {
  using enum col::names::Color;
  switch (color) {
  case Red:
    return 1;
  case Green:
    return 2;
  }
  return 0;
}

int main() { std::printf("%d %d\n", number(col::Paint().color), static_cast<int>(col::Paint::Red)); }
