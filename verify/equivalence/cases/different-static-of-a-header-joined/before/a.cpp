#include "state.h"
int first() { return ++shared_by_unit + peek(); }
