#include "mem/mem.h"

#include <cstdio>

int main() {
  mem::Owner<int> owner;
  mem::Access<int>::of(owner) = 3;
  std::printf("%d %d\n", mem::Access<int>::of(owner), mem::Page);
}
