#include "log.h"

int level_of(struct Log log) { return log.level; }
