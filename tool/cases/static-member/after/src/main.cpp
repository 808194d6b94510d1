#include "pool.h"
#include "the_pool.h"

#include <cstdio>

int main() {
  ++pool::Pool::used;
  pool::Pool::Slot slot{pool::spare()};
  std::printf("%d %d\n", pool::Pool::full(), slot.index);
}
