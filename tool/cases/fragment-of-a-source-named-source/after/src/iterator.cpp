#include "lib/iterator.h"

namespace lib {

int Iterator::get() const { return value->held; }

} // namespace lib
