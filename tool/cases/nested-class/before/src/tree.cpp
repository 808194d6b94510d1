#include "tree/tree.h"

namespace tree {

Node::Iterator Node::begin() { return Iterator(this); }

Node::Color Node::Iterator::operator*() const { return node->link.color; }

} // namespace tree
