#include "leaf.h"
#include "tree.h"

#include <cstdio>

int main() {
  plants::Leaf leaf;
  std::printf("%zu %d\n", count(&leaf, 2), leaf.green);
}
