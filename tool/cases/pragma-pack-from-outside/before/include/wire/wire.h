#pragma once

#include "wire/begin_packed.h"

namespace wire {

struct Header {
  char kind = 1;
  int length = 2;
};

struct Tail {
  char kind = 1;
  long length = 2;
};

} // namespace wire

#include "wire/end_packed.h"
