#include "lib/parse.h"

int main() {
  int into = 0;
  return lib::Arg(&into).parse("1") && lib::detail::parse("2", &into) ? 0 : 1;
}
