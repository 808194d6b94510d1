#pragma once

#include "log/log.h"

namespace store {

struct Store {
  Log log;
  int put(int value);
};

} // namespace store
