#pragma once

namespace tree {

struct Color {
  int value;
};

struct Node {
  Color color;
  Node *next;
};

struct Tree {
  Node root;
};

} // namespace tree
