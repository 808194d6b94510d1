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
