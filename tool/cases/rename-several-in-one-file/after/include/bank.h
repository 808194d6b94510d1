#pragma once

#include "account.h"

namespace finance {

struct Ledger {
  Account first, last;
};

inline int balance(const Ledger &account) { return account.first.amount + account.last.amount; }

} // namespace finance
