#include "odd.h"
#include "odd2.h"
int b(odd::Odd o,odd::Even){return o.b;}
