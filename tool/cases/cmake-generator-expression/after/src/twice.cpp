#include "num/twice.h"

namespace num {

int twice(int value) { return 2 * value; }

} // namespace num
