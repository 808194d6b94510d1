#include "everything.h"

#include <cstdio>

int main() {
  std::printf("%d\n", draw::ink(draw::Pen{2}));
  print::Page page;
  (void)page;
}
