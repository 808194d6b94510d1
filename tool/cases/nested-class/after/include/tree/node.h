#pragma once

namespace tree::detail {

class Node {
public:
  class Iterator;
  enum class Color { Red, Black };
  struct Link {
    Node *to = nullptr;
    Color color = Color::Red;
  };
  Iterator begin();
  Link link;
};

class Node::Iterator {
public:
  explicit Iterator(Node *node) : node(node) {}
  Node::Color operator*() const;
  class Node *node;
};

} // namespace tree::detail
