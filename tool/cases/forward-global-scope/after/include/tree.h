// Trees and their leaves.
#ifndef TREE_H
#define TREE_H

#include <cstddef>

namespace plants {

struct Leaf;

} // namespace plants

// A thing that grows.
struct Plant {
  std::size_t cells = 3;
};

std::size_t count(const plants::Leaf *leaves, int number);

#endif // TREE_H
