#pragma once

namespace doc {

class Node;

// Goes over a tree.
class Visitor {
public:
  virtual ~Visitor() = default;
  virtual bool enter(const Node &) { return true; }
  virtual void leave(const Node *node) = 0;
};

} // namespace doc
