#include "old/tools.h"

using namespace units;

Length longer(Length length) { return {length.value + 1}; }

int twice(int value) { return 2 * value; }
