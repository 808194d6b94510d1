#ifndef LEAF_H
#define LEAF_H

#include "tree.h"

namespace plants {

struct Leaf : Plant {
  bool green = true;
};

} // namespace plants

#endif // LEAF_H
