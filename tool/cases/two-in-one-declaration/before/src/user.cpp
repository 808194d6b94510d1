#include "v.h"

int sum() { return v::left + v::right; }
