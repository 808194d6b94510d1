#include "all.h"
#include "options.h"

int main() {
  struct app::Options options = {{3}};
  return run(options) - 3;
}
