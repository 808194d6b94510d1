#include "low/low.h"

int high() { return low::Name().id + low::use(); }
