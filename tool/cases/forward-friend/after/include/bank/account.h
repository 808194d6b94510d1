#pragma once

namespace bank {

class Teller;

class Account {
  friend class Teller;
  friend class Auditor;
  Teller *teller = nullptr;
  int cents = 5;
};

} // namespace bank
