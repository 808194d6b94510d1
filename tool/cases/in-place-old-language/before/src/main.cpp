#include "keep.h"

int main() {
  audio::Keeper<int> keeper(0);
  return keeper.get();
}
