#include "num/num.h"
#include "num/pair.h"

int num::sum(const types::Pair &pair) { return pair.first + pair.second; }
