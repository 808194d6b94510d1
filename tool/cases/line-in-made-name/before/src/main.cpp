#include "lib/lib.h"
#include "lib/registry.h"

#include <cstdio>

REGISTER(1)
REGISTER(2)

int main() {
  lib::List list{1, 2};
  std::printf("%d\n", int(list.size()) * lib::two());
}
