#pragma once

#include "old.h"

namespace o = old;

struct Room {
  o::Lamp lamp;
};
