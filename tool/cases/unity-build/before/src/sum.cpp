#include "num/num.h"

int num::sum(const Pair &pair) { return pair.first + pair.second; }
