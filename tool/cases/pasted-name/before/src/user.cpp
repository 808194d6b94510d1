#include "op.h"

#define CALL(verb) op::verb##Task()

int run() { return CALL(Run) + CALL(Stop); }
