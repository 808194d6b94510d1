#include "range.h"
#include "seq.h"

#include <cstdio>

int main() {
  int sum = 0;
  for (int item : span::Range())
    sum += item;
  std::printf("%d %d\n", sum, seq::first());
}
