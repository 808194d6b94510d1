#include "nodes.h"

#include <cstdio>

struct Holder {
  a::Node Node;
};

int main() {
  Holder holder;
  b::Node other;
  std::printf("Node %d %d\n", holder.Node.value, other.value);
}
