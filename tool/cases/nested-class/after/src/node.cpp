#include "tree/node.h"

namespace tree::detail {

Node::Iterator Node::begin() { return Iterator(this); }

Node::Color Node::Iterator::operator*() const { return node->link.color; }

} // namespace tree::detail
