#include "old/tools.h"

namespace shorter = base;
using namespace shorter::units;

Length longer(Length length) { return {length.value + 1}; }

int twice(int value) { return 2 * value; }
