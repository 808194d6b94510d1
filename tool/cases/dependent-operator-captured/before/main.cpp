#include "tpl.h"
#include "ops.h"

#include <cstdio>

int main() {
  const bool equal = x::T{1} == x::T{1};
  std::printf("%d %d %d\n", same(x::T{1}, x::T{2}), one(), equal);
}
