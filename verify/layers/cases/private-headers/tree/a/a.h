#include "../b/b.h"
#include "../b/detail/d.h"
