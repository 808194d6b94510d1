#include "cache/cache.h"

#include <cstdio>

int main() {
  cache::Table<int> table;
  table.entries[0].home = &table;
  std::printf("%d\n", table.entries[0].home->size());
}
