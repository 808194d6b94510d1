#include "ids.h"

namespace ids {

namespace {
int last = 0;
}

int next() { return ++last; }
void reset() { last = 0; }

} // namespace ids
