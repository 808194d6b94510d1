#include "all.h"

int run(::Options options) { return options.level.value; }
