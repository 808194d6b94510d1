#include "all.h"

int main() {
  struct Options options = {{3}};
  return run(options) - 3;
}
