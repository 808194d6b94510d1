#include "x.h"

int level_of(struct Log log) { return log.level; }
int other(void) { return 2; }
