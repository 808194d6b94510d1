#include "reg.h"

namespace reg {
static int made = 0;
int make() { return ++made; }
int first = make();
int second = make();
} // namespace reg
