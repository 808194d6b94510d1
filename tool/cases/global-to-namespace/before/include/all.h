#ifndef ALL_H
#define ALL_H

#include "level.h"

struct Options {
  Level level;
};

int run(Options options);

#endif
