#pragma once

#include "bank/account.h"

namespace bank {

class Teller;

class Teller {
public:
  int pay(Account &account) {
    account.teller = this;
    return --account.cents;
  }
};

class Auditor {
public:
  int look(const Account &account) { return account.cents; }
};

} // namespace bank
