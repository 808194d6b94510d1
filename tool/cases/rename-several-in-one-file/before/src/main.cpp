#include "bank.h"

#include <cstdio>

int main() {
  bank::Account account;
  account.last = bank::Entry{.sum = 12};
  std::printf("%d\n", bank::balance(account));
}
