#include "../b/b.h"
#include "../c/c.h"
