#include "zoo/zoo.h"

#include <cstdio>

int main() {
  zoo::Lion lion;
  lion.keeper.lion = &lion;
  std::printf("%d\n", lion.keeper.work());
}
