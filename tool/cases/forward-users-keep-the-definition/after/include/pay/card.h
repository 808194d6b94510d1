#pragma once

#include "pay/pay.h"

namespace pay {

struct Card : Method {
  Card *card() override { return this; }
  int digits = 16;
};

} // namespace pay
