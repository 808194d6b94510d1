#include "nodes.h"
#include "vertex.h"

#include <cstdio>

struct Holder {
  a::Vertex Node;
};

int main() {
  Holder holder;
  b::Node other;
  std::printf("Node %d %d\n", holder.Node.value, other.value);
}
