#include "mem/mem.h"
#include "mem/owner.h"

#include <cstdio>

int main() {
  mem::detail::Owner<int> owner;
  mem::detail::Access<int>::of(owner) = 3;
  std::printf("%d %d\n", mem::detail::Access<int>::of(owner), mem::Page);
}
