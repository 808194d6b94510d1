#include "print.h"

int main() {
  text::print(7);
  text::print("seven");
  return text::print() == 81 ? 0 : 1;
}
