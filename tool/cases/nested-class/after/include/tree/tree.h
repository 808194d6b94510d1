#pragma once

#include "tree/node.h"

namespace tree {

struct Forest {
  detail::Node::Link first;
};

} // namespace tree
