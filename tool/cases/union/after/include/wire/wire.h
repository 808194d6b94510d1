#pragma once

#include "wire/number.h"

namespace wire {

struct Packet {
  Kind kind;
  Number number;
};

} // namespace wire
