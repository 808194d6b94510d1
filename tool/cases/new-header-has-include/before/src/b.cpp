#include "util/x.h"
int b = Log().level;
