#include "num/more.h"

namespace num {

int more(int value) { return value + 1; }

} // namespace num
