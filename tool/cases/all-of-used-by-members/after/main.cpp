#include "options.h"
#include "comparator_all.h"

#include <cstdio>

int main() {
  Options options;
  std::printf("%d\n", options.comparator->Compare(3, 1));
}
