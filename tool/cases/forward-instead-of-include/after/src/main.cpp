#include "doc/doc.h"
#include "doc/visitor.h"

#include <cstdio>

struct Counter : doc::Visitor {
  void leave(const doc::Node *node) override { count += 1 + node->depth; }
  int count = 0;
};

int main() {
  doc::Node node{3};
  Counter counter;
  doc::Printer printer;
  node.accept(counter);
  node.accept(printer);
  std::printf("%d %d\n", counter.count, printer.printed);
}
