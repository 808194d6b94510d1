#include "euro.h"
#include "money.h"

eu::Euro twice(eu::Euro euro) { return euro + euro << 1; }
money::Purse purse;
