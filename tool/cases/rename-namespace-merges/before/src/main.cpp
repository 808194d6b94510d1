#include "text.h"

#include <cstdio>

int main() {
  text::Line line{8};
  std::printf("%d %d\n", text::width(line), oldtext::width('a'));
}
