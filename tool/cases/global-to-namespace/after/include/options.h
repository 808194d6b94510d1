#ifndef OPTIONS_H
#define OPTIONS_H

#include "level.h"

namespace app {

struct Options {
  Level level;
};

} // namespace app

#endif
