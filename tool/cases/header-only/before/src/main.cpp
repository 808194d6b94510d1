#include "ho/ho.hpp"

#include <cstdio>

int main() {
  ho::Stack<int> stack;
  stack.push(1);
  std::printf("%zu %zu %s\n", stack.size(), depth(stack), ho::name());
}
