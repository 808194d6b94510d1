#include "all.h"
#include "options.h"

int run(::app::Options options) { return options.level.value; }
