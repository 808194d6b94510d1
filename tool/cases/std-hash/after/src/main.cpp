#include "key.h"

#include <cstdio>
#include <unordered_set>

int main() {
  std::unordered_set<id::v2::Key> keys;
  keys.insert(id::v2::Key{1});
  keys.insert(id::v2::Key{1});
  std::printf("%zu\n", keys.size());
}
