#include "n/n.h"

template int n::twice<int>(int);
template long n::twice(long);
