#include "num/num.h"

namespace num {

int once(int value) { return value; }

} // namespace num
