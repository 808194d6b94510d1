#include "num/num.h"
#include "num/twice.h"

namespace num {

int thrice(int value) { return once(value) + twice(value); }

} // namespace num
