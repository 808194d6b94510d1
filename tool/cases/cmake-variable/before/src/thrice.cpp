#include "num/num.h"

namespace num {

int thrice(int value) { return once(value) + twice(value); }

} // namespace num
