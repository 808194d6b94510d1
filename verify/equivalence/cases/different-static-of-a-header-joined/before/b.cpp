#include "state.h"
int second() { return --shared_by_unit; }
int look() { return peek(); }
