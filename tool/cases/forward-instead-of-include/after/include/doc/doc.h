#pragma once

#include "doc/visitor.h"

namespace doc {

class Node;

class Node {
public:
  bool accept(Visitor &visitor) const;
  int depth = 0;
};

class Printer : public Visitor {
public:
  void leave(const Node *node) override;
  int printed = 0;
};

} // namespace doc
