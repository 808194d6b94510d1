#include "tree.h"

#include <cstdio>

int main() {
  Leaf leaf;
  std::printf("%zu %d\n", count(&leaf, 2), leaf.green);
}
