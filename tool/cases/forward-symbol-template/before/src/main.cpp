#include "box/box.h"

#include <cstdio>

int main() {
  box::Crate<int> crate;
  box::CrateOf<char> small;
  std::printf("%zu %zu %d\n", sizeof crate, sizeof small, box::Boxable<long>);
}
