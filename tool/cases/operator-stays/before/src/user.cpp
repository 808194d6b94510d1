#include "money.h"

money::Euro twice(money::Euro euro) { return euro + euro; }
