#include "odd.h"
int b(odd::Odd o,odd::Even){return o.b;}
