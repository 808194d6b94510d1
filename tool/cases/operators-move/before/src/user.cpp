#include "money.h"

money::Euro twice(money::Euro euro) { return euro + euro << 1; }
money::Purse purse;
