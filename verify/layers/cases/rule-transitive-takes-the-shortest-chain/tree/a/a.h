#include "../b/b.h"
#include "../b/short.h"
