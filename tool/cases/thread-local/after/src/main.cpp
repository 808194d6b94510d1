#include "run/depth.h"
#include "run/run.h"

#include <cstdio>

int main() {
  run::limit = 3;
  run::enter();
  std::printf("%d %d\n", run::enter(), run::depth);
}
