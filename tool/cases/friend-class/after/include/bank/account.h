#pragma once

namespace bank {

class Teller;

} // namespace bank

namespace bank::core {

class Account {
  friend class ::bank::Teller;
  friend class Auditor;
  int cents = 5;
};

class Auditor {
public:
  int look(const Account &account) { return account.cents; }
};

} // namespace bank::core
