#include "num/num.h"

namespace num {

int once(int value) { return value; }

int twice(int value) { return 2 * value; }

} // namespace num
