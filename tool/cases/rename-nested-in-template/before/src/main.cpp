#include "pool.h"
#include <cstdio>

int main() {
  pool::Pool<8> small;
  pool::Pool<64> large;
  pool::Pool<8>::Block *first = small.grow();
  std::printf("%zu %zu %d\n", sizeof(*first), sizeof(*large.grow()), first->used);
}
