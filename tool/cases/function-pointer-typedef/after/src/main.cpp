#include "cb/cb.h"
#include "cb/types.h"

#include <cstdio>

static int twice(int value, void *) { return 2 * value; }

int main() {
  cb::types::Table table = {twice, nullptr};
  cb::Method method = &cb::Target::hit;
  cb::Target target;
  std::printf("%d %d\n", cb::call(table[0], 4), (target.*method)(1));
}
