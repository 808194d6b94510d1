#include "lib/text.h"

#include <cstdio>

int main() {
  int value = 1;
  std::printf("%d %d\n", lib::Text(&value).size, lib::Text(&value).holds(value));
}
