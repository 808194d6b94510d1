#pragma once

namespace bank {

class Teller;

class Account {
  friend class Teller;
  friend class Auditor;
  int cents = 5;
};

class Auditor {
public:
  int look(const Account &account) { return account.cents; }
};

class Teller {
public:
  int pay(Account &account) { return --account.cents; }
};

} // namespace bank
