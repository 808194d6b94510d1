#include "new/longer.h"

namespace shorter = base;
using namespace shorter::units;

Length longer(Length length) { return {length.value + 1}; }
