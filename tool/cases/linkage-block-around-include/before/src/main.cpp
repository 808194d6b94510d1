#include <cstdio>
extern "C" {
#include "x.h"
}

int main() {
  Log log{4};
  std::printf("%d %d\n", level_of(log), other());
}
