#include "bank/bank.h"

#include <cstdio>

int main() {
  bank::Account account;
  std::printf("%d %d\n", bank::Teller().pay(account), bank::Auditor().look(account));
}
