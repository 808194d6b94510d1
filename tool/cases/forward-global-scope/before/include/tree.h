// Trees and their leaves.
#ifndef TREE_H
#define TREE_H

#include <cstddef>

// A thing that grows.
struct Plant {
  std::size_t cells = 3;
};

struct Leaf : Plant {
  bool green = true;
};

std::size_t count(const Leaf *leaves, int number);

#endif // TREE_H
