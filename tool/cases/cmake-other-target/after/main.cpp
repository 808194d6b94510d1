#include "store/store.h"

#include <cstdio>

int main() {
  store::Store store;
  std::printf("%d %d\n", store.put(5), store.log.lines);
}
