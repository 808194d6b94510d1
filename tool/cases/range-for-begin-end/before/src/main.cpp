#include "seq.h"

#include <cstdio>

int main() {
  int sum = 0;
  for (int item : seq::Range())
    sum += item;
  std::printf("%d %d\n", sum, seq::first());
}
