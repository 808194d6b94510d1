#include "tree.h"

#include <cstdio>

int main() {
  tree::Branch branch;
  tree::Leaf leaf{&branch};
  branch.leaf = &leaf;
  std::printf("%d\n", branch.weight());
}
