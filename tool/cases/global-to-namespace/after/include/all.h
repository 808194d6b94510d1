#ifndef ALL_H
#define ALL_H

#include "options.h"

int run(app::Options options);

#endif
