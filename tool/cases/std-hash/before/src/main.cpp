#include "id.h"

#include <cstdio>
#include <unordered_set>

int main() {
  std::unordered_set<id::Key> keys;
  keys.insert(id::Key{1});
  keys.insert(id::Key{1});
  std::printf("%zu\n", keys.size());
}
