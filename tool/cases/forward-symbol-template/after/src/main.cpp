#include "box/box.h"

#include <cstdio>

int main() {
  box::Box<int> crate;
  box::BoxOf<char> small;
  std::printf("%zu %zu %d\n", sizeof crate, sizeof small, box::Storable<long>);
}
