#include "map.h"

int main() {
  Map<int, char> map;
  map[1] = 'a';
  Map<const int, int *> pointers;
  return map[1] == 'a' && !pointers[2] ? 0 : 1;
}
