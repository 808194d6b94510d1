#include "bank/account.h"
#include "bank/bank.h"

#include <cstdio>

int main() {
  bank::core::Account account;
  std::printf("%d %d\n", bank::Teller().pay(account), bank::core::Auditor().look(account));
}
