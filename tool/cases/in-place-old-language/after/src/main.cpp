#include "keep.h"

int main() {
  audio::moved::Keeper<int> keeper(0);
  return keeper.get();
}
