#include "../b/include/b.h"
#include "../b/src.h"
