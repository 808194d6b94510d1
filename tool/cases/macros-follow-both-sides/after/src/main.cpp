#include "lib/lib.h"

#include <cstdio>

int main() {
  lib::Text text;
  text.set(1, 'a');
  std::printf("%c %d\n", text.get(1), LIB_VERSION);
}
