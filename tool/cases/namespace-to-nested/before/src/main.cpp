#include "store.h"

#include <cstdio>

using namespace store;

int main() {
  const Index index = Store().index();
  std::printf("%d\n", index.first().value);
}
