#pragma once

#include "cb/types.h"

namespace cb {

struct Target {
  int hit(int value) { return value + 1; }
};

typedef int (Target::*Method)(int);

inline int call(types::Handler handler, int value) { return handler(value, nullptr); }

} // namespace cb
