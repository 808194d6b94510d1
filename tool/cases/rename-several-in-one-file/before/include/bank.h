#pragma once

namespace bank {

// One movement of money.
struct Entry {
  int sum = 0;
};

struct Account {
  Entry first, last;
};

inline int balance(const Account &account) { return account.first.sum + account.last.sum; }

} // namespace bank
