#include "box.h"
#include "lib.h"

#include <cstdio>

int main() {
  lib::Shelf shelf;
  lib::detail::deep::Box box;
  shelf.lid.box = &box;
  std::printf("%d\n", shelf.lid.box->content);
}
