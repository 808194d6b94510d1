#pragma once

#include "wire/small.h"

#pragma pack(push)
#pragma pack(8)

namespace wire {

struct Small {
  int a = 1;
  Byte b = 2;
};

struct Other {
  double d = 3;
};

} // namespace wire

#pragma pack(pop)
