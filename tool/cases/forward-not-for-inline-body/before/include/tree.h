#pragma once

namespace tree {

struct Branch;

struct Leaf {
  int weight() const;
  Branch *branch = nullptr;
};

struct Branch {
  int weight() const { return leaf ? leaf->weight() : length; }
  Leaf *leaf = nullptr;
  int length = 4;
};

inline int Leaf::weight() const { return branch ? branch->length : 1; }

} // namespace tree
