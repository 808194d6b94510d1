#include "nodes.h"

struct Printer : Handler {
  void on(const Mark &) override {}
};

int main() {
  Position position;
  Printer printer;
  Events events{&printer};
  events.begin();
  return printer.count - 1 + position.line();
}
