#pragma once

#include "level.h"

namespace app {

struct Options {
  Level level = Level::Low;
};

int run(const Options &options);

} // namespace app
