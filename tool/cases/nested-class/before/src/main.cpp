#include "tree/tree.h"

#include <cstdio>

int main() {
  tree::Node node;
  tree::Node::Link link{&node, tree::Node::Color::Black};
  tree::Forest forest{link};
  std::printf("%d %d\n", static_cast<int>(*node.begin()), static_cast<int>(forest.first.color));
}
