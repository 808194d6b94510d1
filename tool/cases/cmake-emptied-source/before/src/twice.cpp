#include "num/num.h"

namespace num {

int twice(int value) { return 2 * value; }

} // namespace num
