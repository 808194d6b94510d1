#include "num/more.h"

namespace num {

int more(int value) { return value + 1; }

int twice(int value) { return 2 * value; }

} // namespace num
