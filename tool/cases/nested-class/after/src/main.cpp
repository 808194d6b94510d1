#include "tree/node.h"
#include "tree/tree.h"

#include <cstdio>

int main() {
  tree::detail::Node node;
  tree::detail::Node::Link link{&node, tree::detail::Node::Color::Black};
  tree::Forest forest{link};
  std::printf("%d %d\n", static_cast<int>(*node.begin()), static_cast<int>(forest.first.color));
}
