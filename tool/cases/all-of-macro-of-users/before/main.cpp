#include "test.h"
FIXTURE(First) { return 1; }
FIXTURE(Second) { return 2; }
int main() {
  Runner runner;
  return REGISTER(runner, First) + REGISTER(runner, Second) - 3;
}
