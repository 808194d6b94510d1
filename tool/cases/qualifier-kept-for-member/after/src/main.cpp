#include "lib/arg.h"

int main() {
  int into = 0;
  return lib::args::Arg(&into).parse("1") && lib::args::parse("2", &into) ? 0 : 1;
}
