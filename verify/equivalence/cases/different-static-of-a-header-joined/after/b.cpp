#include "state.h"
int look() { return peek(); }
