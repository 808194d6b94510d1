#include "account.h"
#include "bank.h"

#include <cstdio>

int main() {
  finance::Ledger account;
  account.last = finance::Account{.amount = 12};
  std::printf("%d\n", finance::balance(account));
}
