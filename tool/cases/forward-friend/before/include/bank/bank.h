#pragma once

namespace bank {

class Teller;

class Account {
  friend class Teller;
  friend class Auditor;
  Teller *teller = nullptr;
  int cents = 5;
};

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
