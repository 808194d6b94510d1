#include "old/tools.h"

namespace shorter = base;
#ifndef PLAIN
using namespace shorter::units;
#endif

Length longer(Length length) { return {length.value + 1}; }

int twice(int value) { return 2 * value; }
