#pragma once

#include "level.h"

struct Options {
  app::Level level = app::Level::Low;
};
