#pragma once

#include "bank/account.h"

namespace bank {

class Teller;

class Teller {
public:
  int pay(core::Account &account) { return --account.cents; }
};

} // namespace bank
