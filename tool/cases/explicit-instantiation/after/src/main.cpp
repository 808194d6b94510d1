#include "pool/pool.h"
#include "pool/pool_of.h"

#include <cstdio>

int main() {
  pool::Pool<int> pool;
  pool.take();
  std::printf("%d %d\n", pool.take(), pool::Limits().most);
}
